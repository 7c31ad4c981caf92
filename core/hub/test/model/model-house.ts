import { KoppelError } from '@koppel/contract';
import type { ReferenceModel } from '@koppel/process';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { Drafts } from '../../src/model/drafts.ts';
import { exampleModel } from '../../src/model/example-model.ts';
import { ModelReader } from '../../src/model/model-reader.ts';
import { ModelStore } from '../../src/model/model.store.ts';
import { Models } from '../../src/model/models.ts';
import type { InstalledTheme } from '../../src/model/themes.store.ts';
import type { ActiveMandate, Call, LedgerEntryDraft } from '../../src/platform/actions.ts';
import type { Caller } from '../../src/platform/caller.ts';
import { connectDatabase } from '../../src/platform/data-source.ts';
import type { ModelVersion } from '../../src/platform/model-actions.ts';
import { databaseConfigOf, hubTemplate } from '../hub-database.ts';
import { now, oins } from '../fixtures.ts';

export const personOf = (oin: string, person: string): Caller & { person: string } => ({
  oin,
  client: 'intake',
  scopes: ['cases'],
  person,
});
export const editor = personOf(oins.requester, 'emp-edit');
export const proposer = personOf(oins.provider, 'emp-propose');
export const approver = personOf(oins.provider, 'emp-approve');
/** Holds both offices. */
export const allrounder = personOf(oins.requester, 'emp-both');
export const colleague = personOf(oins.requester, 'emp-none');
export const stranger = personOf(oins.stranger, 'emp-edit');

const mandate = (change: Partial<ActiveMandate>): ActiveMandate => ({
  mandate: '01938c5e-8c00-7000-8000-000000000011',
  role: 'model-editor',
  level: 'policy',
  collaboration: 'example-region',
  themes: [],
  regions: [],
  ...change,
});
const edits = mandate({});
const approves = mandate({ role: 'model-approver', level: 'strategic' });

export const aModel = (change: Partial<ReferenceModel> = {}): ReferenceModel => ({ ...exampleModel, ...change });

/** The room on real PostgreSQL; identity and ledger are the test's own. */
export class ModelHouse {
  readonly ledger: LedgerEntryDraft[] = [];
  #logged = 0;
  isLedgerUp = true;
  nowMs = now;
  mandates: Record<string, ActiveMandate[]> = {
    [editor.person]: [edits],
    [proposer.person]: [edits],
    [approver.person]: [approves],
    [allrounder.person]: [edits, approves],
  };
  readonly store: ModelStore;
  readonly models: Models;
  readonly reader: ModelReader;
  readonly #call = (async (name: string, params: never) => this.#answer(name, params)) as Call;
  readonly #clock = { now: () => this.nowMs };
  readonly #database: TestDatabase;
  readonly #pools: readonly DataSource[];

  private constructor(database: TestDatabase, app: DataSource, gate: DataSource) {
    this.#database = database;
    this.#pools = [app, gate];
    this.store = new ModelStore(app, gate);
    this.models = new Models({ store: this.store, call: this.#call, clock: this.#clock });
    this.reader = new ModelReader(this.store, this.#clock);
  }

  static async open(): Promise<ModelHouse> {
    const database = await createTestDatabase(hubTemplate);
    const config = databaseConfigOf(database);
    const app = await connectDatabase(config, { role: 'app', poolSize: 2 });
    const gate = await connectDatabase(config, { role: 'gate', poolSize: 1 });
    return new ModelHouse(database, app, gate);
  }

  /** As before any version; only the owner of a table can empty it. */
  async empty(): Promise<void> {
    await this.#database.query('TRUNCATE reference_model');
    this.ledger.length = 0;
    this.isLedgerUp = true;
    this.nowMs = now;
  }

  query = <Row extends object>(sql: string): Promise<Row[]> => this.#database.query<Row>(sql);
  queryAs = <Row extends object>(role: 'app' | 'gate', sql: string): Promise<Row[]> =>
    this.#database.queryAs<Row>(role, sql);

  async close(): Promise<void> {
    for (const pool of this.#pools) await pool.destroy();
    await this.#database.drop();
  }

  drafts(themes: readonly InstalledTheme[] = []): Drafts {
    return new Drafts({ store: this.store, call: this.#call, clock: this.#clock }, themes);
  }

  draft(change: Partial<ReferenceModel> = {}, caller: Caller = editor): Promise<ModelVersion> {
    return this.drafts().draft({ caller, collaboration: 'example-region', document: aModel(change) });
  }

  async proposed(change: Partial<ReferenceModel> = {}): Promise<ModelVersion> {
    return this.models.propose({ caller: proposer, id: (await this.draft(change)).id });
  }

  async approved(change: Partial<ReferenceModel> = {}): Promise<ModelVersion> {
    const { id } = await this.proposed(change);
    return this.models.decide({ caller: approver, id, outcome: 'approved', reasons: 'It fits what partners can do' });
  }

  async applied(change: Partial<ReferenceModel> = {}, from?: string): Promise<ModelVersion> {
    const { id } = await this.approved(change);
    const when = from === undefined ? {} : { from };
    return this.models.apply({ caller: approver, id, reasons: 'As decided', ...when });
  }

  #answer(name: string, params: { oin: string; person: string; entries: LedgerEntryDraft[] }): unknown {
    const collaborations = params.oin === oins.stranger ? ['another-region'] : ['example-region'];
    const answers: Record<string, () => unknown> = {
      'identity.findOrganisation': () => ({ oin: params.oin, name: '', status: 'active', collaborations }),
      'identity.mandatesOf': () => this.mandates[params.person] ?? [],
      'ledger.append': () => {
        if (!this.isLedgerUp) throw new KoppelError('ledger.unavailable');
        this.ledger.push(...params.entries);
        return params.entries.map(() => this.#logged++);
      },
    };
    return answers[name]?.();
  }
}
