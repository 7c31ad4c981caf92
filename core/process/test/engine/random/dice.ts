import fc from 'fast-check';

/** Everything that is left to chance is a choice among these. */
export interface Dice {
  /** From 0 to `max`, both included. */
  upTo(max: number): number;
  chance(percent: number): boolean;
  oneOf<Item>(items: readonly Item[]): Item;
  someOf<Item>(items: readonly Item[], percent?: number): Item[];
}

const largest = 2 ** 31 - 1;

/** `next` gives a number from 0 to `largest`. */
function diceOf(next: () => number): Dice {
  const upTo = (max: number): number => next() % (max + 1);
  const chance = (percent: number): boolean => upTo(99) < percent;
  return {
    upTo,
    chance,
    oneOf: (items) => {
      const item = items[upTo(items.length - 1)];
      if (item === undefined) throw new Error('There is nothing to choose from.');
      return item;
    },
    someOf: (items, percent = 50) => items.filter(() => chance(percent)),
  };
}

/** Numbers that follow from a seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 1;
  };
}

/** Something large, from one seed: quick to make, and not worth shrinking. */
export const seeded = <Value>(make: (dice: Dice) => Value): fc.Arbitrary<Value> =>
  fc.noShrink(fc.nat({ max: largest })).map((seed) => make(diceOf(numbersFrom(seed))));

const tapes = fc.array(fc.nat({ max: largest }), { minLength: 150, maxLength: 150 });

/** Something small, from choices that shrink one by one; beyond the tape every choice is the first. */
export const thrown = <Value>(make: (dice: Dice) => Value): fc.Arbitrary<Value> =>
  tapes.map((tape) => {
    const rest = tape.values();
    return make(diceOf(() => rest.next().value ?? 0));
  });
