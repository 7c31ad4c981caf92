import type { KeyObject } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { CaseKeys } from './case-keys.store.ts';
import type { JsonObject, ProcessEvent } from './process-event.ts';
import type { ProcessRecord, Retention } from './process-record.ts';
import { queryPrepared } from '../prepared.ts';
import { seal, unseal, unsealContent } from './sealing.ts';

interface StreamRow {
  readonly record: Omit<ProcessRecord, 'content'>;
  readonly snapshot: Buffer | null;
  readonly wrapped: Buffer | null;
  readonly governing: Retention;
}

/** A record, and the retention of the root that it lives and falls with. */
export interface Governed {
  readonly record: ProcessRecord;
  readonly governing: Retention;
}

interface EventRow {
  readonly clear: Omit<ProcessEvent, 'content'>;
  readonly sealed: Buffer | null;
  readonly wrapped: Buffer | null;
  readonly ledger_index: string;
  readonly collaboration: string;
}

/** An event with its place in the ledger. */
export interface RecordedEvent extends ProcessEvent {
  readonly ledgerIndex: number;
}

export interface EventToStore {
  readonly event: ProcessEvent;
  readonly sealed: Buffer | null;
  readonly digest: string;
  readonly ledgerIndex: number;
}

interface Tokens {
  readonly root: string;
  readonly collaboration: string;
  readonly tokens: readonly Buffer[];
}

interface Notice {
  readonly record: ProcessRecord;
  readonly event: ProcessEvent;
  readonly roles: readonly string[];
}

/** What a condition on streams selects, in SQL; the columns are those of `process_stream`, aliased `s`. */
export interface StreamQuery {
  readonly where: string;
  readonly parameters: readonly unknown[];
  readonly orderBy: string;
  readonly limit: number;
}

const streamColumns = `s.record, s.snapshot, k.wrapped, r.record->'retention' AS governing`;
const fromStreams =
  'FROM process_stream s JOIN process_key k ON k.root = s.root JOIN process_stream r ON r.id = s.root';

/** Streams and events in PostgreSQL; within a transaction that names its collaborations. */
export class ProcessStore {
  readonly #keys: CaseKeys;

  constructor(keys: CaseKeys) {
    this.#keys = keys;
  }

  async find(manager: EntityManager, id: string): Promise<ProcessRecord | undefined> {
    const text = `SELECT ${streamColumns} ${fromStreams} WHERE s.id = $1`;
    const [row] = await queryPrepared<StreamRow>(manager, text, [id]);
    return row && this.#open(row);
  }

  /** The one that a condition on its id leaves. */
  async findGoverned(
    manager: EntityManager,
    { where, parameters }: Pick<StreamQuery, 'where' | 'parameters'>,
  ): Promise<Governed | undefined> {
    const text = `SELECT ${streamColumns} ${fromStreams} WHERE ${where}`;
    const [row] = await queryPrepared<StreamRow>(manager, text, parameters);
    return row && { record: await this.#open(row), governing: row.governing };
  }

  async list(manager: EntityManager, { where, parameters, orderBy, limit }: StreamQuery): Promise<Governed[]> {
    const rows = await manager.query<StreamRow[]>(
      `SELECT ${streamColumns} ${fromStreams} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`,
      [...parameters],
    );
    return Promise.all(rows.map(async (row) => ({ record: await this.#open(row), governing: row.governing })));
  }

  /** Locks streams in the order of their ids, so that two writers never wait for each other in a circle. */
  async lockVersions(manager: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await queryPrepared<{ id: string; version: number }>(
      manager,
      'SELECT id, version FROM process_stream WHERE id = ANY($1) ORDER BY id FOR UPDATE',
      [ids],
    );
    return new Map(rows.map(({ id, version }) => [id, version]));
  }

  async insertEvents(manager: EntityManager, collaboration: string, events: readonly EventToStore[]): Promise<void> {
    for (const { event, sealed, digest, ledgerIndex } of events) {
      const { content: _content, ...clear } = event;
      await queryPrepared(
        manager,
        `INSERT INTO process_event (stream, version, id, root, collaboration, clear, sealed, digest, ledger_index)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          event.stream,
          event.version,
          event.id,
          event.root,
          collaboration,
          clear,
          sealed,
          Buffer.from(digest, 'hex'),
          ledgerIndex,
        ],
      );
    }
  }

  /** Writes what the events made of a stream. */
  async save(manager: EntityManager, record: ProcessRecord, key: KeyObject | null): Promise<void> {
    const { content, ...clear } = record;
    const snapshot =
      content === null || key === null ? null : seal(Buffer.from(JSON.stringify(content)), key, record.id);
    await queryPrepared(manager, saveStream, [
      record.id,
      record.kind,
      record.root,
      record.collaboration,
      record.theme,
      record.region,
      record.body,
      record.version,
      record.state,
      record.isOpen,
      record.owner,
      record.role,
      record.dueAt,
      record.openedAt,
      record.changedAt,
      record.retention.status,
      record.retention.endsAt,
      clear,
      snapshot,
    ]);
  }

  /** The events of a root or of one stream in it, in the order in which the ledger took them. */
  async events(
    manager: EntityManager,
    { by, id }: { by: 'root' | 'stream'; id: string },
    page = { after: -1, limit: 10_000 },
  ): Promise<RecordedEvent[]> {
    const rows = await manager.query<EventRow[]>(
      `SELECT e.clear, e.sealed, e.ledger_index, e.collaboration, k.wrapped FROM process_event e JOIN process_key k ON k.root = e.root
       WHERE e.${by} = $1 AND e.ledger_index > $2 ORDER BY e.ledger_index LIMIT $3`,
      [id, page.after, page.limit],
    );
    return Promise.all(rows.map((row) => this.#openEvent(row)));
  }

  /** The participants of a root become exactly those of the record. */
  async saveParticipants(manager: EntityManager, { id, collaboration, participants }: ProcessRecord): Promise<void> {
    const leave = 'DELETE FROM process_participant WHERE root = $1 AND NOT (oin = ANY($2))';
    await queryPrepared(manager, leave, [id, participants]);
    await queryPrepared(
      manager,
      `INSERT INTO process_participant (oin, root, collaboration) SELECT unnest($2::text[]), $1, $3
       ON CONFLICT DO NOTHING`,
      [id, participants, collaboration],
    );
  }

  async addTokens(manager: EntityManager, { root, collaboration, tokens }: Tokens): Promise<void> {
    await manager.query(
      `INSERT INTO process_token (token, root, collaboration) SELECT unnest($2::bytea[]), $1, $3 ON CONFLICT DO NOTHING`,
      [root, tokens, collaboration],
    );
  }

  /** Tells every organisation that is joined, by role; who holds the role is found out when somebody looks. */
  async notify(manager: EntityManager, { record, event, roles }: Notice): Promise<void> {
    const { collaboration, theme, region, root } = record;
    await queryPrepared(
      manager,
      `INSERT INTO process_notification (id, oin, role, collaboration, theme, region, root, stream, event, type, at)
       SELECT gen_random_uuid(), p.oin, r.role, $2, $3, $4, $1, $5, $6, $7, $8
       FROM process_participant p CROSS JOIN unnest($9::text[]) AS r(role) WHERE p.root = $1`,
      [root, collaboration, theme, region, event.stream, event.id, event.type, event.at, roles],
    );
  }

  /** Makes everything that was sealed for a root unreadable: its key and what it sealed. */
  async destroyContent(manager: EntityManager, root: string): Promise<void> {
    await this.#keys.destroy(manager, root);
    await manager.query('UPDATE process_event SET sealed = NULL WHERE root = $1', [root]);
    await manager.query('UPDATE process_stream SET snapshot = NULL WHERE root = $1', [root]);
    await manager.query('DELETE FROM process_token WHERE root = $1', [root]);
  }

  async #open({ record, snapshot, wrapped }: StreamRow): Promise<ProcessRecord> {
    if (snapshot === null || wrapped === null) return { ...record, content: null };
    const key = await this.#keys.open(wrapped, record.root, record.collaboration);
    return { ...record, content: JSON.parse(unseal(snapshot, key, record.id).toString()) as JsonObject };
  }

  async #openEvent({ clear, sealed, wrapped, ledger_index, collaboration }: EventRow): Promise<RecordedEvent> {
    const ledgerIndex = Number(ledger_index);
    if (sealed === null || wrapped === null || clear.contentDigest === null)
      return { ...clear, content: null, ledgerIndex };
    const key = await this.#keys.open(wrapped, clear.root, collaboration);
    const content = unsealContent(sealed, key, { place: clear.id, digest: clear.contentDigest });
    return { ...clear, content, ledgerIndex };
  }
}

const saveStream = `
  INSERT INTO process_stream (id, kind, root, collaboration, theme, region, body, version, state, is_open, owner, role,
    due_at, opened_at, changed_at, retention_status, retention_ends_at, record, snapshot)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
  ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, state = EXCLUDED.state, is_open = EXCLUDED.is_open,
    owner = EXCLUDED.owner, role = EXCLUDED.role, due_at = EXCLUDED.due_at, changed_at = EXCLUDED.changed_at,
    retention_status = EXCLUDED.retention_status, retention_ends_at = EXCLUDED.retention_ends_at,
    record = EXCLUDED.record, snapshot = EXCLUDED.snapshot`;
