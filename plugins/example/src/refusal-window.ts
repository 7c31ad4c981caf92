/** How many refusals in which time are worth a warning. */
export interface RefusalThreshold {
  readonly refusals: number;
  readonly windowMs: number;
}

/**
 * Remembers the latest refusals of each requester, no more of them than decide about a warning, and forgets a
 * requester whose latest refusal has left the window.
 */
export class RefusalWindow {
  readonly #threshold: RefusalThreshold;
  readonly #timesByRequester = new Map<string, number[]>();

  constructor(threshold: RefusalThreshold) {
    this.#threshold = threshold;
  }

  /** True when this refusal makes it too many; the count then begins anew, so that one series warns once. */
  add(requester: string, now: number): boolean {
    const start = now - this.#threshold.windowMs;
    this.#forgetBefore(start);
    const times = (this.#timesByRequester.get(requester) ?? []).filter((time) => time > start);
    times.push(now);
    // Set anew, so that the map begins with the requester whose latest refusal is the oldest.
    this.#timesByRequester.delete(requester);
    const isTooMany = times.length > this.#threshold.refusals;
    if (!isTooMany) this.#timesByRequester.set(requester, times);
    return isTooMany;
  }

  /** Requesters of whom something is remembered. */
  get size(): number {
    return this.#timesByRequester.size;
  }

  #forgetBefore(start: number): void {
    for (const [requester, times] of this.#timesByRequester) {
      if ((times.at(-1) ?? start) > start) return;
      this.#timesByRequester.delete(requester);
    }
  }
}
