import { ShortLived } from '@koppel/contract';
import { isDoneWithin } from './done-within.ts';

/** Counts work that is being done, so that an ending can wait for it. */
export class InFlight {
  readonly #work = new ShortLived<Promise<void>>();

  /** `work` must not reject. */
  add(work: Promise<void>): void {
    const name = this.#work.add(work);
    void work.finally(() => void this.#work.take(name));
  }

  /** Resolves when nothing is being done any more, or when the time is up. */
  async settle(timeoutMs: number): Promise<void> {
    await isDoneWithin(timeoutMs, this.#settleAll());
  }

  async #settleAll(): Promise<void> {
    for (let left = this.#left(); left.length > 0; left = this.#left()) await Promise.all(left);
  }

  #left(): Promise<void>[] {
    return this.#work.entries().map(([, work]) => work);
  }
}
