import type { Clock } from '@koppel/contract';

const dayMs = 86_400_000;

/** The system's time, moved ahead as far as a test says. */
export class MovableClock implements Clock {
  #aheadMs = 0;

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  advanceDays(days: number): void {
    this.#aheadMs += days * dayMs;
  }
}
