/** Counts work that is being done, so that an ending can wait for it. */
export class InFlight {
  readonly #work = new Set<Promise<void>>();

  /** `work` must not reject. */
  add(work: Promise<void>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  /** Resolves when nothing is being done any more, or when the time is up. */
  async settle(timeoutMs: number): Promise<void> {
    const { promise: timeUp, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    while (this.#work.size > 0) {
      const isTimeUp = await Promise.race([timeUp.then(() => true), Promise.all(this.#work).then(() => false)]);
      if (isTimeUp) break;
    }
    clearTimeout(timer);
  }
}
