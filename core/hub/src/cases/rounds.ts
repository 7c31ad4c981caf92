import type { Log } from '@koppel/contract';

/** Work that comes back by itself; each answers how much there was to do. */
export type Duties = Readonly<Record<string, () => Promise<number>>>;

/** Hears of each duty that was performed, and how much there was to do. */
type Observe = (duty: string, done: number) => void;

const everyMs = 60_000;

/**
 * The rounds of the house: at the start, and every minute after that. Every node makes them; each duty sees to it that two
 * nodes do nothing twice. One that fails is told in the log and comes back with the next round.
 */
export class Rounds {
  readonly #duties: Duties;
  readonly #log: Log;
  readonly #observe: Observe;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(duties: Duties, log: Log, observe: Observe = () => undefined) {
    this.#duties = duties;
    this.#log = log;
    this.#observe = observe;
  }

  start(): void {
    this.#timer = setInterval(() => this.#queue(), everyMs);
    this.#queue();
  }

  /** What runs is finished, what waits is left. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  #queue(): void {
    this.#running = this.#running.then(() => this.#makeOne());
  }

  async #makeOne(): Promise<void> {
    for (const [duty, perform] of Object.entries(this.#duties)) {
      if (!this.#isStopped) await this.#attempt(duty, perform);
    }
  }

  async #attempt(duty: string, perform: () => Promise<number>): Promise<void> {
    try {
      const done = await perform();
      this.#observe(duty, done);
      if (done > 0) this.#log.info({ duty, done }, 'round made');
    } catch (error) {
      this.#log.warn({ duty, reason: error instanceof Error ? error.name : 'unknown' }, 'a duty was not done');
    }
  }
}
