import type { Choices } from './choices.ts';
import type { Disturbance } from './disturbances.ts';

/** What happens to one trip to the database: nothing, it never arrives, or its answer never comes back. */
export type TripFate = 'whole' | 'refused' | 'answer-lost';
/** What happens to one question on the link. */
export type LinkFate = 'whole' | 'lost' | 'twice' | 'answer-lost' | 'absent';

/** A fate, how likely it is in a hundred, and what it is called. */
type Odds<Fate> = readonly [Fate, number, Disturbance?];

const tripOdds: readonly Odds<TripFate>[] = [
  ['whole', 90],
  ['refused', 5, 'a statement never arrives'],
  ['answer-lost', 5, 'the answer to a statement is lost'],
];
const linkOdds: readonly Odds<LinkFate>[] = [
  ['whole', 52],
  ['lost', 12, 'a question is lost'],
  ['twice', 12, 'a question is heard twice'],
  ['answer-lost', 12, 'an answer is lost'],
  ['absent', 12, 'the adapter is absent'],
];

const delaysMs = [0, 1, 3, 12, 160, 950, 2600, 6000] as const;
const calmDelays = [60, 20, 15, 5];
const slowDelays = [56, 18, 9, 5, 4, 3, 3, 2];

/** How bad a schedule is; drawn once, because faults of few kinds at a time go deeper than all at once. */
interface Climate {
  readonly isSlow: boolean;
  readonly hasBrokenTrips: boolean;
  readonly hasBrokenLink: boolean;
  readonly hasBadSource: boolean;
}

/** What becomes of everything that is on its way. */
export class Weather {
  readonly #climate: Climate;
  readonly #choices: Choices;
  readonly #befall: (disturbance: Disturbance) => void;
  #isOver = false;

  constructor(choices: Choices, befall: (disturbance: Disturbance) => void) {
    this.#choices = choices;
    this.#befall = befall;
    this.#climate = {
      isSlow: choices.happens(50),
      hasBrokenTrips: choices.happens(40),
      hasBrokenLink: choices.happens(40),
      hasBadSource: choices.happens(40),
    };
  }

  /** From now on everything works, and fast. */
  clear(): void {
    this.#isOver = true;
  }

  delayMs(): number {
    if (this.#isOver) return 1;
    return delaysMs[this.#choices.weigh(this.#climate.isSlow ? slowDelays : calmDelays)] ?? 0;
  }

  tripFate(): TripFate {
    return this.#isOver || !this.#climate.hasBrokenTrips ? 'whole' : this.#drawFrom(tripOdds, 'whole');
  }

  linkFate(): LinkFate {
    return this.#isOver || !this.#climate.hasBrokenLink ? 'whole' : this.#drawFrom(linkOdds, 'whole');
  }

  /** Whether the source does something wrong, and which of so many things. */
  sourceFault(kinds: number): number | undefined {
    if (this.#isOver || !this.#climate.hasBadSource || !this.#choices.happens(35)) return undefined;
    this.#befall('the source is at fault');
    return this.#choices.weigh(Array.from({ length: kinds }, () => 1));
  }

  #drawFrom<Fate>(odds: readonly Odds<Fate>[], calm: Fate): Fate {
    const [fate, , disturbance] = odds[this.#choices.weigh(odds.map(([, percent]) => percent))] ?? [calm];
    if (disturbance) this.#befall(disturbance);
    return fate;
  }
}
