export interface RateLimitOptions {
  readonly questions: number;
  readonly perSeconds: number;
}

/** Counts questions in fixed windows. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #now: () => number;
  #windowEnd = 0;
  #count = 0;

  /** `now` in milliseconds. */
  constructor(options: RateLimitOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  /** Counts one question: undefined when it fits, else the whole seconds until the next window. */
  take(): number | undefined {
    const now = this.#now();
    if (now >= this.#windowEnd) {
      this.#windowEnd = now + this.#options.perSeconds * 1000;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count <= this.#options.questions) return undefined;
    return Math.ceil((this.#windowEnd - now) / 1000);
  }
}
