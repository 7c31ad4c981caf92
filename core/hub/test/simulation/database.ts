import type { Disturbance } from './disturbances.ts';
import type { Machine } from './machine.ts';
import type { Timeline } from './timeline.ts';
import type { Weather } from './weather.ts';

/** Says that a statement must wait for a lock. */
export const isLocked = Symbol('locked');

/** What a driver says when the connection breaks. */
export class Outage extends Error {}

const lookAgainMs = 40;
/** As the hub's configuration has it when nobody says otherwise. */
const statementTimeoutMs = 10_000;

interface DatabaseParts {
  readonly timeline: Timeline;
  readonly weather: Weather;
  readonly befall: (disturbance: Disturbance) => void;
}

/** One statement on its way. */
interface Trip<Result> {
  readonly from: Machine;
  readonly execute: () => Result | typeof isLocked;
  readonly resolve: (result: Result) => void;
  readonly fail: () => void;
  readonly isAnswerLost: boolean;
  readonly sentAtMs: number;
}

/**
 * The way to the database and back. A statement happens at one instant, whole or not at all; whoever sent it hears of it
 * later, or hears of a failure although it happened.
 */
export class Database {
  isDown = false;
  readonly #parts: DatabaseParts;

  constructor(parts: DatabaseParts) {
    this.#parts = parts;
  }

  /** Rejects with an outage, after which nobody knows whether it happened. */
  trip<Result>(from: Machine, execute: () => Result | typeof isLocked): Promise<Result> {
    const { timeline, weather } = this.#parts;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const fate = weather.tripFate();
    const backMs = weather.delayMs();
    const trip: Trip<Result> = {
      from,
      execute,
      resolve: (result) => from.after(backMs, () => resolve(result)),
      fail: () => from.after(backMs, () => reject(new Outage())),
      isAnswerLost: fate === 'answer-lost',
      sentAtMs: timeline.nowMs,
    };
    const arrive = fate === 'refused' ? trip.fail : () => this.#execute(trip);
    timeline.after(weather.delayMs(), arrive);
    return promise;
  }

  #execute<Result>(trip: Trip<Result>): void {
    if (this.isDown) return trip.fail();
    const result = trip.execute();
    if (result !== isLocked) return trip.isAnswerLost ? trip.fail() : trip.resolve(result);
    const { timeline, befall } = this.#parts;
    if (timeline.nowMs - trip.sentAtMs > statementTimeoutMs) return trip.fail();
    befall('a statement waits for a lock');
    timeline.after(lookAgainMs, () => this.#execute(trip));
  }
}
