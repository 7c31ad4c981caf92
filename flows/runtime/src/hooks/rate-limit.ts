import { KoppelError, type Clock } from '@koppel/contract';

const windowMs = 1000;

/** Counts requests per key and second; the counts of a second are forgotten together, so they never pile up. */
export class RateLimit {
  readonly #perWindow: number;
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();
  #windowEndsAt = 0;

  constructor(perSecond: number, clock: Clock) {
    this.#perWindow = perSecond;
    this.#clock = clock;
  }

  /** @throws KoppelError `rate.exceeded` with the time until the next window. */
  take(key: string): void {
    const now = this.#clock.now();
    if (now >= this.#windowEndsAt) {
      this.#counts.clear();
      this.#windowEndsAt = now + windowMs;
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count <= this.#perWindow) return;
    throw new KoppelError('rate.exceeded', undefined, { details: { retryAfterMs: this.#windowEndsAt - now } });
  }
}
