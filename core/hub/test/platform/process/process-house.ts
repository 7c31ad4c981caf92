import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { ActionName, Call, LedgerEntryDraft, ParamsOf, ResultOf } from '../../../src/platform/actions.ts';
import { connectDatabase } from '../../../src/platform/data-source.ts';
import type { KeyRing } from '../../../src/platform/keys/key-ring.ts';
import { CaseKeys } from '../../../src/platform/process/case-keys.store.ts';
import { ModelShelf } from '../../../src/platform/process/models.ts';
import type { ProcessTools } from '../../../src/platform/process/open-process.ts';
import { ProcessDesk } from '../../../src/platform/process/process-desk.ts';
import type { Doer, EventDraft, JsonObject, StreamKind } from '../../../src/platform/process/process-event.ts';
import type { OpenedFacts, ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { ProcessStore, type RecordedEvent } from '../../../src/platform/process/process.store.ts';
import { ProcessWriter, type Change, type Commit } from '../../../src/platform/process/process-writer.ts';
import { SearchHashes } from '../../../src/platform/process/search-hashes.ts';
import { memoryKeyRing, MemoryRegister } from '../keys/memory-register.ts';
import { oins } from '../../fixtures.ts';
import { databaseConfigOf, hubTemplate } from '../../hub-database.ts';
import { MovableClock } from '../../movable-clock.ts';

export const collaboration = 'example-region';
export const somebody: Doer = { oin: oins.requester, client: 'desk', person: 'emp-7f3a91', capacity: null };

export const openedFacts = (change: Partial<OpenedFacts> = {}): JsonObject => ({
  collaboration,
  theme: 'example-theme',
  region: 'north',
  body: null,
  model: null,
  state: 'first',
  phase: 'early',
  isOpen: true,
  participants: [oins.requester],
  owner: null,
  role: null,
  dueAt: null,
  court: 'nobody',
  ...(change as JsonObject),
});

export const openedEvent = (change: Partial<OpenedFacts> = {}, content: EventDraft['content'] = {}): EventDraft => ({
  type: 'opened',
  facts: openedFacts(change),
  content,
});

/** The kernel of the process on real PostgreSQL, with a ledger that a test can read and break. */
export class ProcessHouse {
  readonly clock = new MovableClock();
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  readonly desk: ProcessDesk;
  readonly store: ProcessStore;
  readonly ring: KeyRing;
  readonly register: MemoryRegister;
  readonly keys: CaseKeys;
  readonly #hashes: SearchHashes;
  readonly logged: LedgerEntryDraft[] = [];
  /** Throws when the ledger is to fail. */
  beforeLog: () => Promise<void> = async () => undefined;

  private constructor(
    database: TestDatabase,
    dataSource: DataSource,
    { ring, register }: Pick<ProcessHouse, 'ring' | 'register'>,
  ) {
    this.database = database;
    this.dataSource = dataSource;
    this.ring = ring;
    this.register = register;
    this.keys = new CaseKeys(ring);
    this.#hashes = new SearchHashes(ring);
    this.store = new ProcessStore(this.keys);
    const { clock, store, keys } = this;
    const writer = new ProcessWriter({ store, keys, clock, call: this.#call });
    this.desk = new ProcessDesk({ dataSource, store, writer, clock });
  }

  static async open(): Promise<ProcessHouse> {
    const database = await createTestDatabase(hubTemplate);
    const dataSource = await connectDatabase(databaseConfigOf(database), { role: 'app' });
    const register = new MemoryRegister();
    return new ProcessHouse(database, dataSource, { register, ring: await memoryKeyRing(register) });
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }

  commit(changes: readonly Change[], commit: Partial<Commit> = {}): Promise<ProcessRecord[]> {
    return this.desk.commit({ collaboration, by: somebody, model: null, changes, ...commit });
  }

  /** A stream with its first event; a root of its own unless one is given. */
  async begin(kind: StreamKind, opened: EventDraft, root?: string): Promise<ProcessRecord> {
    const stream = uuidv7();
    const made = await this.commit([{ stream, kind, root: root ?? stream, seenVersion: 0, events: [opened] }]);
    return made[0] as ProcessRecord;
  }

  /** More events of a stream. */
  async go({ id, kind, root, version }: ProcessRecord, ...events: readonly EventDraft[]): Promise<ProcessRecord> {
    const made = await this.commit([{ stream: id, kind, root, seenVersion: version, events }]);
    return made[0] as ProcessRecord;
  }

  find(id: string): Promise<ProcessRecord | undefined> {
    return this.desk.findWithin([collaboration], id);
  }

  events(id: string, by: 'stream' | 'root' = 'stream'): Promise<RecordedEvent[]> {
    return this.desk.within([collaboration], (manager) => this.store.events(manager, { by, id }));
  }

  async count(table: string): Promise<number> {
    const [row] = await this.database.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(row?.count);
  }

  /** What other rooms answer, besides the ledger. */
  answers: Partial<Answers> = {};

  /** As a room of the process has it. */
  get tools(): ProcessTools {
    const { desk, clock, keys } = this;
    return { desk, clock, keys, hashes: this.#hashes, call: this.#call, models: new ModelShelf(this.#call) };
  }

  readonly #call: Call = async (name, params) => {
    const answer = (this.answers as Partial<Record<string, (asked: unknown) => unknown>>)[name];
    if (answer) return answer(params) as never;
    if (name !== 'ledger.append') throw new Error(`nobody answers ${name}`);
    await this.beforeLog();
    const { entries } = params as ParamsOf<'ledger.append'>;
    return entries.map((entry) => this.logged.push(entry) - 1) as never;
  };
}

type Answers = { [Name in ActionName]: (params: ParamsOf<Name>) => ResultOf<Name> | Promise<ResultOf<Name>> };
