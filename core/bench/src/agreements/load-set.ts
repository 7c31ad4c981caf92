import type { AgreementRecord } from '@koppel/contract';
import { withRole, type HubDatabase } from '@koppel/local';
import { collaboration } from '../exchange/seed.ts';

const batchSize = 2000;

/** Of `@koppel/local`, but for its many connections. */
type Query = (text: string, values?: unknown[]) => Promise<unknown>;

/**
 * Writes agreements into the database of a hub that runs, with the rights and in the order of the hub itself: the head first,
 * then the rows under the changes that it counted, so that every node takes them in as it takes in any change. They are not
 * in its ledger.
 */
export async function loadSet(
  database: HubDatabase,
  recordOf: (number: number) => AgreementRecord,
  count: number,
): Promise<void> {
  await withRole(database, 'app', async (client) => {
    const query: Query = (text, values) => client.query(text, values);
    await query(`SELECT set_config('koppel.collaborations', $1, false)`, [collaboration]);
    for (let from = 0; from < count; from += batchSize) {
      const length = Math.min(batchSize, count - from);
      await insert(
        query,
        Array.from({ length }, (_, place) => recordOf(from + place)),
      );
    }
  });
  await withRole(database, 'owner', (client) => client.query('VACUUM (ANALYZE) agreement'));
}

async function insert(query: Query, records: readonly AgreementRecord[]): Promise<void> {
  await query(
    `WITH head AS (UPDATE agreement_head SET change = change + $2 RETURNING change - $2 AS before)
     INSERT INTO agreement (id, collaboration, requester, provider, status, record, revision, change)
     SELECT (record->'agreement'->>'id')::uuid, record->'agreement'->>'collaboration', record->'agreement'->>'requester',
       record->'agreement'->>'provider', record->>'status', record, (record->>'revision')::bigint, head.before + place
     FROM head, unnest($1::json[]) WITH ORDINALITY AS set(record, place)`,
    [records.map((record) => JSON.stringify(record)), records.length],
  );
}
