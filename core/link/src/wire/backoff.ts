const shortestMs = 50;
const longestMs = 5_000;

/** Waits that double from 50 ms to 5 s, less a random half, so that hundreds of clients do not return in the same instant. */
export class Backoff {
  readonly #random: () => number;
  #attempt = 0;
  #waitMs: number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
    this.#waitMs = this.#draw();
  }

  /** The same for one attempt, however often it is read. */
  get waitMs(): number {
    return this.#waitMs;
  }

  failed(): void {
    this.#attempt += 1;
    this.#waitMs = this.#draw();
  }

  succeeded(): void {
    this.#attempt = 0;
    this.#waitMs = this.#draw();
  }

  #draw(): number {
    const wait = Math.min(longestMs, shortestMs * 2 ** Math.min(this.#attempt, 10));
    return Math.round(wait * (1 - this.#random() / 2));
  }
}
