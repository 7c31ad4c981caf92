import type { Clock } from '@koppel/contract';
import { now as startOfTime } from '../fixtures.ts';
import type { EventKind, Timeline } from './timeline.ts';

/** One life of a computer: it can stand still for a while, have its clock set, and die. What was on its way to it is lost then. */
export class Machine {
  isAlive = true;
  /** How far its clock is off. */
  skewMs = 0;
  readonly #timeline: Timeline;
  #isStanding = false;
  /** What arrived while it stood still. */
  #held: (() => void)[] = [];

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Milliseconds since the epoch, as this machine has them. */
  readonly domainClock: Clock = { now: () => startOfTime + this.#timeline.nowMs + this.skewMs };
  readonly securityClock: Clock = { now: () => this.#timeline.nowMs };

  /** Reaches this machine after a delay, or when it goes on; returns what calls it off. */
  after(delayMs: number, run: () => void, kind: EventKind = 'work'): () => void {
    return this.#timeline.after(delayMs, () => this.#arrive(run), kind);
  }

  standStill(forMs: number): void {
    this.#isStanding = true;
    this.#timeline.after(forMs, () => this.goOn(), 'plan');
  }

  /** What arrived meanwhile comes in its order, one after the other. */
  goOn(): void {
    this.#isStanding = false;
    for (const run of this.#held.splice(0)) this.after(0, run);
  }

  #arrive(run: () => void): void {
    if (!this.isAlive) return;
    if (this.#isStanding) this.#held.push(run);
    else run();
  }
}
