/** What is planned, what follows from it, and what goes on by itself as long as there is anything else. */
export type EventKind = 'plan' | 'work' | 'tick';

interface Due {
  readonly atMs: number;
  readonly run: () => void;
  readonly kind: EventKind;
}

/** Time that passes only when everything that could happen before has happened. */
export class Timeline {
  nowMs = 0;
  /** Events so far. */
  steps = 0;
  readonly #due: Due[] = [];

  /** Returns what calls it off. */
  at(atMs: number, run: () => void, kind: EventKind = 'work'): () => void {
    const due: Due = { atMs: Math.max(atMs, this.nowMs), run, kind };
    this.#due.push(due);
    return () => {
      const place = this.#due.indexOf(due);
      if (place >= 0) this.#due.splice(place, 1);
    };
  }

  after(delayMs: number, run: () => void, kind: EventKind = 'work'): () => void {
    return this.at(this.nowMs + delayMs, run, kind);
  }

  /** When the next planned event comes, or infinity. */
  get nextPlanMs(): number {
    return this.#due.reduce((next, { atMs, kind }) => (kind === 'plan' ? Math.min(next, atMs) : next), Infinity);
  }

  /** Lets the next event happen, and everything that follows from it at once; false when only ticks are left. */
  async step(): Promise<boolean> {
    if (this.#due.every(({ kind }) => kind === 'tick')) return false;
    const due = this.#takeNext();
    this.nowMs = due.atMs;
    this.steps += 1;
    due.run();
    await settled();
    return true;
  }

  /** Of events at the same instant, the first that was planned. */
  #takeNext(): Due {
    let next = 0;
    this.#due.forEach(({ atMs }, index) => {
      if (atMs < (this.#due[next]?.atMs ?? Infinity)) next = index;
    });
    const [due] = this.#due.splice(next, 1);
    if (!due) throw new Error('nothing is due');
    return due;
  }
}

/** When no promise can go on by itself any more. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
