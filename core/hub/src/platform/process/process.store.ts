import type { KeyObject } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { CaseKeys } from './case-keys.store.ts';
import type { JsonObject, ProcessEvent } from './process-event.ts';
import type { ProcessRecord, Retention } from './process-record.ts';
import { queryPrepared } from '../prepared.ts';
import { seal, unseal } from '../keys/sealed-box.ts';
import { unsealContent } from './sealing.ts';
import type { SearchToken } from './search-hashes.ts';
import { addEvents, lockStreams, saveStreams } from './statements.ts';

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

/** A stream as a writer holds it, with the wrapped key of its root, null once destroyed. */
export interface LockedStream {
  readonly id: string;
  readonly version: number;
  readonly root: string;
  readonly wrapped: Buffer | null;
  /** Null for one that was only locked. */
  readonly record: ProcessRecord | null;
}

interface LockedRow extends Omit<LockedStream, 'record'> {
  readonly record: StreamRow['record'] | null;
  readonly snapshot: Buffer | null;
}

interface StreamToStore {
  readonly record: ProcessRecord;
  /** Null when there is nothing to seal. */
  readonly key: KeyObject | null;
}

interface Tokens {
  readonly root: string;
  readonly collaboration: string;
  readonly tokens: readonly SearchToken[];
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

  /**
   * Locks streams in the order of their ids, so that two writers never wait for each other in a circle, and reads those
   * that are to change. What is not there is not in the answer.
   */
  async lock(manager: EntityManager, ids: readonly string[], toRead: readonly string[]): Promise<LockedStream[]> {
    const rows = await queryPrepared<LockedRow>(manager, lockStreams, [ids, toRead]);
    return Promise.all(
      rows.map(async ({ id, version, root, record, snapshot, wrapped }) => ({
        id,
        version,
        root,
        wrapped,
        record: record && (await this.#open({ record, snapshot, wrapped })),
      })),
    );
  }

  async insertEvents(manager: EntityManager, collaboration: string, events: readonly EventToStore[]): Promise<void> {
    await queryPrepared(manager, addEvents, [
      collaboration,
      events.map(({ event: { content: _content, ...clear } }) => JSON.stringify(clear)),
      events.map(({ sealed }) => sealed),
      events.map(({ digest }) => Buffer.from(digest, 'hex')),
      events.map(({ ledgerIndex }) => ledgerIndex),
    ]);
  }

  /** Writes what the events made of streams; each with the key that seals its content. */
  async save(manager: EntityManager, streams: readonly StreamToStore[]): Promise<void> {
    await queryPrepared(manager, saveStreams, [
      streams.map(({ record: { content: _content, ...clear } }) => JSON.stringify(clear)),
      streams.map(({ record, key }) => snapshotOf(record, key)),
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
      `INSERT INTO process_token (token, key_version, root, collaboration)
       SELECT token, version, $1, $3 FROM unnest($2::bytea[], $4::int[]) AS made (token, version) ON CONFLICT DO NOTHING`,
      [root, tokens.map(({ token }) => token), collaboration, tokens.map(({ version }) => version)],
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

  async #open({ record, snapshot, wrapped }: Omit<StreamRow, 'governing'>): Promise<ProcessRecord> {
    if (snapshot === null || wrapped === null) return { ...record, content: null };
    const key = await this.#keys.open(wrapped, record.root, record.collaboration);
    if (key === null) return { ...record, content: null };
    return { ...record, content: JSON.parse(unseal(snapshot, key, record.id).toString()) as JsonObject };
  }

  async #openEvent({ clear, sealed, wrapped, ledger_index, collaboration }: EventRow): Promise<RecordedEvent> {
    const ledgerIndex = Number(ledger_index);
    if (sealed === null || wrapped === null || clear.contentDigest === null)
      return { ...clear, content: null, ledgerIndex };
    const key = await this.#keys.open(wrapped, clear.root, collaboration);
    if (key === null) return { ...clear, content: null, ledgerIndex };
    const content = unsealContent(sealed, key, { place: clear.id, digest: clear.contentDigest });
    return { ...clear, content, ledgerIndex };
  }
}

const snapshotOf = ({ id, content }: ProcessRecord, key: KeyObject | null): Buffer | null =>
  content === null || key === null ? null : seal(Buffer.from(JSON.stringify(content)), key, id);
