import { UuidTable } from './uuid-table.ts';

/**
 * Remembers UUIDs for at least `windowMs` of log time in two generations, so that memory follows the rate of the log
 * and not its length. Those whose value is in `kept` are remembered until they get another value.
 */
export class RecentUuids {
  readonly #windowMs: number;
  readonly #kept: readonly number[];
  #current = new UuidTable();
  #previous = new UuidTable();
  #startedMs: number | undefined;

  constructor(windowMs: number, kept: readonly number[] = []) {
    this.#windowMs = windowMs;
    this.#kept = kept;
  }

  /** Tells the newest time in the log, in milliseconds since the epoch. */
  advance(nowMs: number): void {
    this.#startedMs ??= nowMs;
    if (nowMs - this.#startedMs < this.#windowMs) return;
    this.#current.adopt(this.#previous, (value) => this.#kept.includes(value));
    this.#previous = this.#current;
    this.#current = new UuidTable(this.#previous);
    this.#startedMs = nowMs;
  }

  /** Gives a UUID a value and returns the one it had; 0 when it had none, or it was forgotten. */
  swap(key: Uint32Array, value: number): number {
    const before = this.#current.get(key) || this.#previous.get(key);
    this.#current.set(key, value);
    return before;
  }
}
