import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { CompactRange } from '../merkle/compact-range.ts';
import { isSameHash } from '../merkle/hash.ts';
import type { FindingCode } from './finding.ts';

/** The tree over the leaf hashes as the lines claim them, compared with what the log signed. */
export class LogTree {
  readonly #range: CompactRange;
  readonly #held: Checkpoint | undefined;
  #isBroken = false;
  #lastGood: number;
  #lastSigned = -1;
  #isLikeHeld = true;

  constructor(range: CompactRange, held: Checkpoint | undefined) {
    this.#range = range;
    this.#held = held;
    this.#lastGood = range.size;
    this.#compareWithHeld();
  }

  /** The size of the last checkpoint whose root was right. */
  get lastGood(): number {
    return this.#lastGood;
  }

  /** False when the tree had another root than the held checkpoint at its size. */
  get isLikeHeld(): boolean {
    return this.#isLikeHeld;
  }

  root(): Uint8Array {
    return this.#range.root();
  }

  append(leaf: Uint8Array): void {
    this.#range.append(leaf);
    this.#compareWithHeld();
  }

  /** No root can be right any more, and the reason is known: roots and sizes are no longer compared. */
  break(): void {
    this.#isBroken = true;
  }

  /** Compares a signed checkpoint, standing after `read` entries. */
  compare(checkpoint: Checkpoint, read: number): FindingCode | undefined {
    if (checkpoint.size < this.#lastSigned) return 'checkpoint.rolled-back';
    this.#lastSigned = checkpoint.size;
    if (this.#isBroken) return undefined;
    const fault = this.#faultOf(checkpoint, read);
    if (fault === undefined) this.#lastGood = checkpoint.size;
    this.#isBroken = fault !== undefined;
    return fault;
  }

  #faultOf(checkpoint: Checkpoint, read: number): FindingCode | undefined {
    if (checkpoint.size > read) return 'entry.removed';
    if (checkpoint.size < read) return 'entry.inserted';
    return isSameHash(checkpoint.root, this.root()) ? undefined : 'history.rewritten';
  }

  #compareWithHeld(): void {
    if (this.#held?.size === this.#range.size && !this.#isBroken) {
      this.#isLikeHeld = isSameHash(this.#held.root, this.root());
    }
  }
}
