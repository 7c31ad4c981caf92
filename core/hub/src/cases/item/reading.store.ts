import type { EntityManager } from 'typeorm';
import type { Reading } from '../../platform/item.schema.ts';

interface Row {
  readonly clear: Omit<Reading, 'ledgerIndex'>;
  readonly ledger_index: string;
}

/** Who read an item, in the order of the ledger. */
export async function listReadings(
  manager: EntityManager,
  item: string,
  page: { readonly after: number; readonly limit: number },
): Promise<Reading[]> {
  const rows = await manager.query<Row[]>(
    `SELECT clear, ledger_index FROM process_mark
     WHERE clear->>'item' = $1 AND clear->>'type' = 'item-read' AND ledger_index > $2
     ORDER BY ledger_index LIMIT $3`,
    [item, page.after, page.limit],
  );
  return rows.map(({ clear: { at, oin, client, person, agreement }, ledger_index }) => ({
    at,
    oin,
    client,
    person,
    agreement,
    ledgerIndex: Number(ledger_index),
  }));
}
