import { setTimeout as pause } from 'node:timers/promises';
import { HubClient, type KeyPair } from '@koppel/local';
import type { RootSummary } from '../../src/platform/root.schema.ts';
import { Story, suspect } from '../cases/story.ts';
import { listDisclosures } from '../ledger/list-disclosures.ts';
import type { ProcessRegion } from '../process-region.ts';

/** A system that asks for a token of its own each time. */
interface Newcomer {
  readonly oin: string;
  readonly client: string;
  readonly key: KeyPair;
}

const landmark = 'Bellflower';
const thinkingMs = 30;

/** Partners that exchange, log in, work and search without end; every answer that is not the right one is a failure. */
export class RotationLoad {
  readonly failures: string[] = [];
  readonly signals: string[] = [];
  readonly done: Record<string, number> = {};
  readonly #region: ProcessRegion;
  readonly #story: Story;
  #isOver = false;
  #workers: Promise<unknown> = Promise.resolve();
  #known = '';
  #newcomer: Newcomer | undefined;

  constructor(region: ProcessRegion) {
    this.#region = region;
    this.#story = new Story(region);
  }

  /** From now on the newcomer logs in with this key. */
  takeKey(newcomer: Newcomer): void {
    this.#newcomer = newcomer;
  }

  async start(agreement: string, newcomer: Newcomer): Promise<void> {
    this.takeKey(newcomer);
    this.#known = (await this.#story.submit({ title: landmark })).id;
    const work: Record<string, () => Promise<unknown>> = {
      ask: () => this.#ask(agreement),
      'ask too': () => this.#ask(agreement),
      submit: () => this.#submit(),
      'log in': () => this.#logIn(),
      search: () => this.#search(),
      'look back': () => this.#lookBack(),
    };
    this.#workers = Promise.all(Object.entries(work).map(([name, once]) => this.#repeat(name, once)));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#workers;
  }

  /** Everything that was handed in, as its people read and find it now. */
  async check(): Promise<void> {
    for (const id of this.signals) {
      const { content } = await this.#region
        .as('reporter')
        .get<{ content: { title: string } | null }>(`/v1/signals/${id}`);
      if (!content?.title) this.failures.push(`signal ${id} cannot be read`);
    }
    await this.#search();
  }

  async #repeat(name: string, once: () => Promise<unknown>): Promise<void> {
    while (!this.#isOver) {
      try {
        await once();
        this.done[name] = (this.done[name] ?? 0) + 1;
      } catch (error) {
        this.failures.push(`${name}: ${error instanceof Error ? error.message : 'unknown'}`);
      }
    }
  }

  /** At a pace, or looking back through what was asked would soon be all that is done. */
  async #ask(agreement: string): Promise<void> {
    await this.#region.region.ask(agreement);
    await pause(thinkingMs);
  }

  async #submit(): Promise<void> {
    const { id } = await this.#story.submit({ title: 'A garage' });
    this.signals.push(id);
  }

  async #logIn(): Promise<void> {
    if (this.#newcomer === undefined) return;
    const { oin, client, key } = this.#newcomer;
    const hub = new HubClient({ hub: this.#region.region.url, oin, client, privateJwk: key.privateJwk });
    await hub.get(`/v1/organisations/${oin}`);
  }

  /** By a word and by the subject: what was there before the first rotation is found all the time, and once. */
  async #search(): Promise<void> {
    const search = { words: landmark, subject: suspect.identifiers[0] };
    const { hits } = await this.#region.as('coordinator').post<{ hits: RootSummary[] }>('/v1/searches', search);
    if (hits.length !== 1 || hits[0]?.id !== this.#known) throw new Error(`${hits.length} hits`);
  }

  #seen = 0;

  /** Nobody who was asked about is ever forgotten. */
  async #lookBack(): Promise<void> {
    const disclosures = await listDisclosures(this.#region.region.operator, { kind: 'bsn', value: '999990019' });
    if (disclosures.length < this.#seen) throw new Error(`${disclosures.length} disclosures after ${this.#seen}`);
    this.#seen = disclosures.length;
  }

  /** How many entries tell of the person that everybody asks about. */
  get disclosuresSeen(): number {
    return this.#seen;
  }
}
