/** Where every decision of a schedule comes from, so that a schedule is its list of decisions and nothing else. */
export class Choices {
  /** What was decided so far. */
  readonly tape: number[] = [];
  readonly #draw: (weights: readonly number[]) => number;

  private constructor(draw: (weights: readonly number[]) => number) {
    this.#draw = draw;
  }

  static seeded(seed: number): Choices {
    const random = randomFrom(seed);
    return new Choices((weights) => heaviest(weights, random()));
  }

  /** Decides as a tape says; what it does not say, and what no longer fits, takes the calm way. */
  static replaying(tape: readonly number[]): Choices {
    let at = 0;
    return new Choices((weights) => {
      const choice = tape[at] ?? 0;
      at += 1;
      return choice < weights.length ? choice : 0;
    });
  }

  /** An index into the weights. Index 0 is the calm way, which is what a shrunk schedule consists of. */
  weigh(weights: readonly number[]): number {
    const choice = this.#draw(weights);
    this.tape.push(choice);
    return choice;
  }

  pick<Option>(options: readonly [Option, ...Option[]]): Option {
    return options[this.weigh(options.map(() => 1))] ?? options[0];
  }

  happens(percent: number): boolean {
    return this.weigh([100 - percent, percent]) === 1;
  }
}

function heaviest(weights: readonly number[], fraction: number): number {
  let left = fraction * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return Math.max(index, 0);
}

/** Mulberry32: small, fast, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
