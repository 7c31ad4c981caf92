import { HASH_BYTES, isSameHash } from '../merkle/hash.ts';

/** How many of the last leaf hashes are kept, to tell a repeated entry from a second one with the same index. */
const REMEMBERED = 4096;

export type Placement = 'next' | 'gap' | 'reordered' | 'inserted' | 'replayed';

/** Follows the indices that the lines claim. */
export class IndexSequence {
  #next: number;
  #gap: { readonly first: number; readonly end: number } | undefined;
  readonly #leaves = Buffer.alloc(REMEMBERED * HASH_BYTES);

  constructor(from: number) {
    this.#next = from;
  }

  /** The index that the next line should have. */
  get next(): number {
    return this.#next;
  }

  /** The index that the last `gap` began with. */
  get lastGap(): number {
    return this.#gap?.first ?? this.#next;
  }

  /**
   * Where an entry belongs: `next`; after a `gap`; in an earlier gap (`reordered`); at an index that was read before,
   * with the same leaf hash (`replayed`) or with another one (`inserted`).
   */
  place(index: number, leaf: Uint8Array): Placement {
    if (index < this.#next) return this.#placeBehind(index, leaf);
    const isNext = index === this.#next;
    if (!isNext) this.#gap = { first: this.#next, end: index };
    this.#next = index + 1;
    this.#slot(index).set(leaf);
    return isNext ? 'next' : 'gap';
  }

  #placeBehind(index: number, leaf: Uint8Array): Placement {
    if (this.#gap !== undefined && this.#gap.first <= index && index < this.#gap.end) return 'reordered';
    const isKnown = index >= this.#next - REMEMBERED;
    return isKnown && !isSameHash(this.#slot(index), leaf) ? 'inserted' : 'replayed';
  }

  #slot(index: number): Buffer {
    const start = (index % REMEMBERED) * HASH_BYTES;
    return this.#leaves.subarray(start, start + HASH_BYTES);
  }
}
