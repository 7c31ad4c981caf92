/** How often each thing happened. */
export class Tally<Name extends string> {
  readonly counts = new Map<Name, number>();

  add(name: Name, times = 1): void {
    this.counts.set(name, this.of(name) + times);
  }

  addAll(other: Tally<Name>): void {
    for (const [name, times] of other.counts) this.add(name, times);
  }

  of(name: Name): number {
    return this.counts.get(name) ?? 0;
  }

  /** The most frequent first. */
  toJSON(): Record<string, number> {
    return Object.fromEntries([...this.counts].toSorted(([, one], [, other]) => other - one));
  }
}
