import { entryBody, leafHash, type LedgerEntry } from '@koppel/ledger';
import type { TestDatabase } from '@koppel/testkit';

const fullTile = 256;

/** Says how many entries there are; with a full tile the tree would have to be made anew as well. */
async function fitHead(database: TestDatabase): Promise<void> {
  const [row] = await database.query<{ size: string }>('SELECT count(*) AS size FROM ledger_entry');
  const size = Number(row?.size);
  if (size >= fullTile) throw new Error('the ledger of a tampering test stays small');
  await database.query('UPDATE ledger_head SET size = $1', [size]);
}

/**
 * Writes history anew with every right that an operator has: all entries, the tree and the signed checkpoints. The
 * cosignatures stay, as they do no harm: none of them fits what is written now. The hub signs the rest with its own key as soon as it runs again.
 */
export async function rewriteHistory(database: TestDatabase): Promise<void> {
  const rows = await database.query<{ index: string; body: string }>(
    'SELECT index, body FROM ledger_entry ORDER BY index',
  );
  for (const { index, body } of rows) {
    const entry: LedgerEntry = JSON.parse(body);
    const other = entry.transaction ? { ...entry, transaction: '01938c5e-8c00-7000-8000-0000000000ee' } : entry;
    const bytes = entryBody(other);
    await database.query('UPDATE ledger_entry SET body = $2, leaf = $3 WHERE index = $1', [
      index,
      bytes.toString(),
      leafHash(bytes),
    ]);
  }
  await fitHead(database);
  await database.query('DELETE FROM ledger_checkpoint');
}

/** The ledger as a backup held it, with what the hub knew of its witnesses then. */
export async function restoreBackup(database: TestDatabase, size: number): Promise<void> {
  await database.query('DELETE FROM ledger_entry WHERE index >= $1', [size]);
  await fitHead(database);
  for (const table of ['ledger_checkpoint', 'ledger_cosignature']) {
    await database.query(`DELETE FROM ${table} WHERE size > $1`, [size]);
  }
  await database.query('UPDATE ledger_witness SET signed_size = least(signed_size, $1)', [size]);
}
