import { setTimeout as pause } from 'node:timers/promises';
import type { Lane } from './lane.ts';
import type { PreparedQuestion } from './order.ts';
import type { Tally } from './tally.ts';

interface OpenLoopParts {
  readonly lanes: readonly Lane[];
  readonly tally: Tally;
  readonly next: () => PreparedQuestion;
}

/**
 * Questions are due at even distances. One that finds every connection busy waits with its clock running, so that a
 * slow target cannot hide how long its callers waited.
 */
export class OpenLoop {
  readonly #idle: Lane[];
  readonly #tally: Tally;
  readonly #next: () => PreparedQuestion;
  readonly #due: number[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor({ lanes, tally, next }: OpenLoopParts) {
    this.#idle = [...lanes];
    this.#tally = tally;
    this.#next = next;
  }

  /** Asks until the instant of `performance.now()` and waits for what is still to be answered. */
  async run(perSecond: number, until: number): Promise<void> {
    let dueAt = performance.now();
    while (dueAt < until) {
      for (const now = performance.now(); dueAt <= now && dueAt < until; dueAt += 1000 / perSecond)
        this.#due.push(dueAt);
      this.#send();
      await pause(1);
    }
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #send(): void {
    while (this.#due.length > 0 && this.#idle.length > 0) {
      const lane = this.#idle.pop();
      const dueAt = this.#due.shift();
      if (!lane || dueAt === undefined) return;
      const work = this.#ask(lane, dueAt);
      this.#running.add(work);
      void work.finally(() => this.#running.delete(work));
    }
  }

  async #ask(lane: Lane, dueAt: number): Promise<void> {
    this.#tally.add(dueAt, await lane.ask(this.#next()));
    this.#idle.push(lane);
    this.#send();
  }
}
