import type { EntityManager } from 'typeorm';
import { binaryArray } from '../../src/ledger/binary-array.ts';
import type { EventToStore } from '../../src/platform/process/process.store.ts';
import type { KeyToStore, Rows, StreamToStore } from './copier.ts';

/** Writes many rows with few statements; within a transaction that names the collaboration. */
export async function insertRows(manager: EntityManager, collaboration: string, rows: Rows): Promise<void> {
  await insertKeys(manager, collaboration, rows.keys);
  await insertStreams(manager, rows.streams);
  await insertEvents(manager, collaboration, rows.events);
  await insertParticipants(manager, collaboration, rows.streams);
}

/** Whether a copy was put into this body already. */
export async function isLoaded(manager: EntityManager, body: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM process_stream WHERE body = $1 AND kind = 'case' AND is_open LIMIT 1`,
    [body],
  );
  return rows.length > 0;
}

/** Some cases, from anywhere in the table. */
export async function sampleCases(manager: EntityManager, count: number): Promise<string[]> {
  const [size] = await manager.query<{ pages: number; rows: number }[]>(
    `SELECT relpages AS pages, reltuples::float8 AS rows FROM pg_class WHERE relname = 'process_stream'`,
  );
  // Whole pages are taken: as many as there are cases wanted, and some for luck.
  const percent = Math.min(100, (count * 300) / Math.max(size?.pages ?? 1, 1));
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM process_stream TABLESAMPLE SYSTEM ($1) WHERE kind = 'case' ORDER BY random() LIMIT $2`,
    [percent, count],
  );
  return rows.map(({ id }) => id);
}

async function insertKeys(manager: EntityManager, collaboration: string, keys: readonly KeyToStore[]): Promise<void> {
  await manager.query(
    `INSERT INTO process_key (root, collaboration, wrapped)
     SELECT root, $1, wrapped FROM unnest($2::uuid[], $3::bytea[]) AS k(root, wrapped)`,
    [collaboration, binaryArray.uuid(keys.map(({ root }) => root)), binaryArray.bytea(keys.map((key) => key.wrapped))],
  );
}

async function insertEvents(
  manager: EntityManager,
  collaboration: string,
  stored: readonly EventToStore[],
): Promise<void> {
  const clear = stored.map(({ event: { content: _content, ...rest } }) => JSON.stringify(rest));
  await manager.query(
    `INSERT INTO process_event (stream, version, id, root, collaboration, clear, sealed, digest, ledger_index)
     SELECT stream, version, id, root, $1, clear::json, nullif(sealed, ''), digest, ledger_index
     FROM unnest($2::uuid[], $3::integer[], $4::uuid[], $5::uuid[], $6::text[], $7::bytea[], $8::bytea[], $9::bigint[])
       AS e(stream, version, id, root, clear, sealed, digest, ledger_index)`,
    [
      collaboration,
      binaryArray.uuid(stored.map(({ event }) => event.stream)),
      binaryArray.integer(stored.map(({ event }) => event.version)),
      binaryArray.uuid(stored.map(({ event }) => event.id)),
      binaryArray.uuid(stored.map(({ event }) => event.root)),
      binaryArray.text(clear),
      binaryArray.bytea(stored.map(({ sealed }) => sealed ?? Buffer.alloc(0))),
      binaryArray.bytea(stored.map(({ digest }) => Buffer.from(digest, 'hex'))),
      binaryArray.bigint(stored.map(({ ledgerIndex }) => ledgerIndex)),
    ],
  );
}

/** The columns that the hub looks things up by are read from the record itself, as `ProcessStore.save` writes them. */
async function insertStreams(manager: EntityManager, streams: readonly StreamToStore[]): Promise<void> {
  const clear = streams.map(({ record: { content: _content, ...rest } }) => JSON.stringify(rest));
  await manager.query(
    `INSERT INTO process_stream (id, kind, root, collaboration, theme, region, body, version, state, is_open, owner, role,
       due_at, opened_at, changed_at, retention_status, retention_ends_at, record, snapshot)
     SELECT c.id, c.kind, c.root, c.collaboration, c.theme, c.region, c.body, c.version, c.state, c."isOpen", c.owner,
       c.role, c."dueAt", c."openedAt", c."changedAt", c.retention->>'status', (c.retention->>'endsAt')::timestamptz,
       s.record::json, s.snapshot
     FROM unnest($1::text[], $2::bytea[]) AS s(record, snapshot), LATERAL json_to_record(s.record::json)
       AS c(id uuid, kind text, root uuid, collaboration text, theme text, region text, body uuid, version integer,
         state text, "isOpen" boolean, owner text, role text, "dueAt" timestamptz, "openedAt" timestamptz,
         "changedAt" timestamptz, retention json)`,
    [binaryArray.text(clear), binaryArray.bytea(streams.map(({ snapshot }) => snapshot))],
  );
}

async function insertParticipants(
  manager: EntityManager,
  collaboration: string,
  streams: readonly StreamToStore[],
): Promise<void> {
  const joined = streams.flatMap(({ record: { id, participants } }) => participants.map((oin) => ({ oin, root: id })));
  await manager.query(
    `INSERT INTO process_participant (oin, root, collaboration)
     SELECT oin, root, $1 FROM unnest($2::text[], $3::uuid[]) AS p(oin, root)`,
    [collaboration, binaryArray.text(joined.map(({ oin }) => oin)), binaryArray.uuid(joined.map(({ root }) => root))],
  );
}
