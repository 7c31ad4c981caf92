import { randomBytes } from 'node:crypto';
import { KoppelError } from '@koppel/contract';
import { createDatabase, withSuperuser } from '@koppel/local';
import {
  createPopulation,
  reportsPath,
  seedPermits,
  startBrp,
  story,
  type ReportDraft,
  type RunningSource,
} from '@koppel/sources';
import { AdapterWorld, HttpRecorder, testPostgres } from '@koppel/testkit';
import { adapter } from '../src/index.ts';

const apiKey = 'key-of-this-test';
export const population = createPopulation({ households: 40 });

export const address = { postcode: story.address.postcode, houseNumber: story.address.houseNumber };
export const { bsn } = story.knownPerson;
export const residents = 'municipality.find-residents';
export const resident = 'municipality.get-resident';
export const permits = 'municipality.find-permits';

/** The code of the error, or what came instead. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => (error instanceof KoppelError ? error.code : error));

interface Parts {
  readonly brp: RunningSource;
  readonly recorder: HttpRecorder;
  readonly database: { readonly name: string; readonly user: string };
  readonly config: object;
  readonly adapter: AdapterWorld;
}

/** A municipality: its register of persons, what that is told, its permits database, and the adapter before them. */
export class MunicipalityWorld {
  readonly brp: RunningSource;
  readonly recorder: HttpRecorder;
  readonly adapter: AdapterWorld;
  readonly reader: string;
  /** Of the adapter, to start another one. */
  readonly config: object;
  readonly secrets: Readonly<Record<string, string>>;
  readonly #database: string;

  private constructor({ brp, recorder, database, config, adapter: running }: Parts) {
    this.brp = brp;
    this.recorder = recorder;
    this.adapter = running;
    this.reader = database.user;
    this.config = config;
    this.secrets = { 'brp-api-key': apiKey, 'database-password': 'word' };
    this.#database = database.name;
  }

  /** Its adapter looks for reports when a test is about them. */
  static async open({ isWatching = false } = {}): Promise<MunicipalityWorld> {
    const brp = await startBrp({ population, apiKey });
    const recorder = new HttpRecorder(brp.url);
    const server = testPostgres();
    const name = `municipality_${randomBytes(6).toString('hex')}`;
    const database = { name, user: `${name}_reader` };
    await createDatabase(server, name);
    await withSuperuser(server, name, (client) =>
      seedPermits(client, { population, readerRole: database.user, readerPassword: 'word' }),
    );
    const { host, port } = server;
    const url = await recorder.open();
    const config = {
      brpUrl: url,
      ...(isWatching && { reports: { url, pollIntervalMs: 100 } }),
      database: { host, port, ...database, poolSize: 4, statementTimeoutMs: 400 },
    };
    const running = await AdapterWorld.open({
      adapter,
      config,
      secrets: { 'brp-api-key': apiKey, 'database-password': 'word' },
    });
    return new MunicipalityWorld({ brp, recorder, database, config, adapter: running });
  }

  ask(name: string, request: unknown, fields?: readonly string[]): Promise<unknown> {
    return this.adapter.ask(name, { request, ...(fields && { fields }) });
  }

  /** An employee writes a report. */
  async report(draft: ReportDraft): Promise<void> {
    const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
    const answer = await fetch(this.brp.url + reportsPath, { method: 'POST', headers, body: JSON.stringify(draft) });
    if (answer.status !== 201) throw new Error(`The desk answered ${answer.status}`);
  }

  /** Forgets what a test did to the register and what it was told. */
  reset(): void {
    this.brp.faults.clear();
    this.recorder.requests.length = 0;
  }

  /** Runs one statement in the permits database with all rights. */
  sql(statement: string): Promise<object[]> {
    return withSuperuser(testPostgres(), this.#database, async (client) => (await client.query(statement)).rows);
  }

  /** Runs work while nobody else can read the permits. */
  whileLocked(work: () => Promise<void>): Promise<void> {
    return withSuperuser(testPostgres(), this.#database, async (client) => {
      await client.query('BEGIN; LOCK TABLE permits.permit IN ACCESS EXCLUSIVE MODE');
      await work();
      await client.query('ROLLBACK');
    });
  }

  async close(): Promise<void> {
    await this.adapter.close();
    await this.recorder.close();
    await this.brp.close();
    await withSuperuser(testPostgres(), 'postgres', async (client) => {
      await client.query(`DROP DATABASE ${this.#database} WITH (FORCE)`);
      await client.query(`DROP ROLE ${this.reader}`);
    });
  }
}
