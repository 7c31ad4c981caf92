import { KoppelError } from '@koppel/contract';
import { createPopulation, startTax, story, type RunningTax, type TaxOptions } from '@koppel/sources';
import { AdapterWorld, HttpRecorder } from '@koppel/testkit';
import { adapter } from '../src/index.ts';

export const credentials = { clientId: 'koppel', clientSecret: 'secret-of-this-test' };
export const address = { postcode: story.address.postcode, houseNumber: story.address.houseNumber };
export const { bsn } = story.knownPerson;
export const income = 'tax.find-income';
export const relations = 'tax.find-relations';
export const personRelations = 'tax.find-person-relations';
const population = createPopulation({ households: 20 });

/** The code of the error, or what came instead. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => (error instanceof KoppelError ? error.code : error));

/** A tax authority, what it is told, and the adapter before it. */
export class TaxWorld {
  readonly source: RunningTax;
  readonly recorder: HttpRecorder;
  readonly adapter: AdapterWorld;

  private constructor(parts: { source: RunningTax; recorder: HttpRecorder; adapter: AdapterWorld }) {
    this.source = parts.source;
    this.recorder = parts.recorder;
    this.adapter = parts.adapter;
  }

  static async open(options: Partial<TaxOptions> = {}, clientSecret = credentials.clientSecret): Promise<TaxWorld> {
    const source = await startTax({ population, ...credentials, ...options });
    const recorder = new HttpRecorder(source.url);
    const config = { url: await recorder.open(), clientId: credentials.clientId };
    const world = await AdapterWorld.open({ adapter, config, secrets: { 'client-secret': clientSecret } });
    return new TaxWorld({ source, recorder, adapter: world });
  }

  askIncome(timeoutMs = 10_000): Promise<unknown> {
    return this.adapter.ask(income, { request: { bsn, year: 2025 }, timeoutMs });
  }

  countCalls(path: string): number {
    return this.recorder.requests.filter((request) => request.path === path).length;
  }

  /** Forgets what a test did to the source and what it was told. */
  reset(): void {
    this.source.faults.clear();
    this.recorder.requests.length = 0;
  }

  async close(): Promise<void> {
    await this.adapter.close();
    await this.recorder.close();
    await this.source.close();
  }
}
