import { emptyRoot, HASH_BYTES, nodeHash } from './hash.ts';

/** The hash of neighbouring subtrees of falling height; the tree's root when they cover all its leaves. */
export function foldSubtrees(hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1);
  return last === undefined ? emptyRoot : hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/**
 * A growing tree of which only the right edge is kept: one hash per perfect subtree, at most 53 of them.
 * Appending costs one hash per leaf on average, the root at most one per subtree.
 */
export class CompactRange {
  #size: number;
  readonly #edge: Uint8Array[];

  /** @throws RangeError when the number of hashes is not the number of perfect subtrees of `size`. */
  constructor(size = 0, edge: readonly Uint8Array[] = []) {
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('a tree has 0 or more leaves');
    if (edge.length !== subtreeCount(size) || edge.some((hash) => hash.length !== HASH_BYTES)) {
      throw new RangeError(
        `a tree of ${size} leaves has ${subtreeCount(size)} hashes of ${HASH_BYTES} bytes on its edge`,
      );
    }
    this.#size = size;
    this.#edge = [...edge];
  }

  get size(): number {
    return this.#size;
  }

  /** The hashes of the perfect subtrees from left to right. */
  get edge(): readonly Uint8Array[] {
    return this.#edge;
  }

  append(leaf: Uint8Array): void {
    let subtree = leaf;
    for (let pairs = this.#size; pairs % 2 === 1; pairs = (pairs - 1) / 2) {
      const left = this.#edge.pop();
      if (left === undefined) throw new Error('the edge is shorter than the size says');
      subtree = nodeHash(left, subtree);
    }
    this.#edge.push(subtree);
    this.#size += 1;
  }

  root(): Uint8Array {
    return foldSubtrees(this.#edge);
  }
}

/** How many perfect subtrees a tree of this size consists of: the ones in its binary form. */
export function subtreeCount(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
