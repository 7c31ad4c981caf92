import type { EntryType } from '../entry/entry-rules.ts';
import { InstantReader } from '../entry/instant-reader.ts';
import { CLOCK_TOLERANCE_MS, ExchangeStates, MEMORY_MS } from './exchange-states.ts';
import type { FindingCode } from './finding.ts';
import { RecentUuids } from './recent-uuids.ts';
import { KEY_WORDS, readUuid, timeOfKey } from './uuid-key.ts';

/** What the rules of the log need of an entry. */
export interface EntryFacts {
  readonly type: EntryType;
  readonly id: string;
  readonly at: string;
  readonly exchange?: string | undefined;
  /** Whether it carries a party's signature. */
  readonly isSigned: boolean;
}

/** The rules that hold between entries, whoever signs them: times go forward, ids are new, answers follow questions. */
export class LogHistory {
  readonly #instants = new InstantReader();
  readonly #ids = new RecentUuids(MEMORY_MS);
  readonly #isFromStart: boolean;
  readonly #id = new Uint32Array(KEY_WORDS);
  readonly #exchange = new Uint32Array(KEY_WORDS);
  #exchanges: ExchangeStates | undefined;
  #newestMs = 0;

  /** A history that does not start with the log cannot know the questions before it. */
  constructor(isFromStart: boolean) {
    this.#isFromStart = isFromStart;
  }

  /** Questions without an answer so far. */
  get unanswered(): number {
    return this.#exchanges?.unanswered ?? 0;
  }

  /** Takes the next entry and says which rule it breaks, if any. */
  accept({ type, id, at, exchange, isSigned }: EntryFacts): FindingCode | undefined {
    const atMs = this.#instants.read(at);
    if (atMs === undefined) return 'entry.invalid';
    readUuid(id, this.#id);
    if (exchange !== undefined) readUuid(exchange, this.#exchange);
    const exchangeMs = exchange === undefined ? atMs : timeOfKey(this.#exchange);
    const timeFault = this.#timeFault(atMs, exchangeMs);
    const exchanges = this.#advance(atMs);
    if (this.#ids.swap(this.#id, 1) !== 0) return 'entry.replayed';
    const step = { type, exchange: this.#exchange, atMs, isSigned };
    const exchangeFault = exchange === undefined ? undefined : exchanges.accept(step);
    return timeFault ?? exchangeFault;
  }

  #advance(atMs: number): ExchangeStates {
    this.#exchanges ??= new ExchangeStates(this.#isFromStart ? Number.NEGATIVE_INFINITY : atMs + CLOCK_TOLERANCE_MS);
    if (atMs <= this.#newestMs) return this.#exchanges;
    this.#newestMs = atMs;
    this.#ids.advance(atMs);
    this.#exchanges.advance(atMs);
    return this.#exchanges;
  }

  #timeFault(atMs: number, exchangeMs: number): FindingCode | undefined {
    const idMs = timeOfKey(this.#id);
    const isBackDated = atMs < idMs || atMs < Math.max(this.#newestMs, exchangeMs) - CLOCK_TOLERANCE_MS;
    if (isBackDated) return 'entry.back-dated';
    return atMs > idMs ? 'entry.post-dated' : undefined;
  }
}
