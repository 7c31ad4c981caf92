import { isDoneWithin } from '../done-within.ts';

/** What is known is believed for so long; the hub asks more often. */
const believedForMs = 15_000;
const patienceMs = 2_000;

/** Remembers whether the source could be asked, so that whoever wants to know it often does not ask it often. */
export class SourceWatch {
  readonly #check: () => Promise<void>;
  #isWell = false;
  #askedAt = -Infinity;
  /** One at a time, however many want to know while the source hangs. */
  #underway: Promise<void> | undefined;

  constructor(check: () => Promise<void>) {
    this.#check = check;
  }

  /** @throws what the adapter says. */
  readonly check = async (): Promise<void> => {
    try {
      await this.#check();
      this.#learn(true);
    } catch (error) {
      this.#learn(false);
      throw error;
    }
  };

  /** As last known; the source is asked itself when that is long ago. */
  async isWell(): Promise<boolean> {
    if (performance.now() - this.#askedAt < believedForMs) return this.#isWell;
    this.#underway ??= this.check()
      .catch(() => undefined)
      .finally(() => (this.#underway = undefined));
    await isDoneWithin(patienceMs, this.#underway);
    return performance.now() - this.#askedAt < believedForMs && this.#isWell;
  }

  #learn(isWell: boolean): void {
    this.#isWell = isWell;
    this.#askedAt = performance.now();
  }
}
