import { emptyRoot, leafHash, nodeHash } from '../../src/merkle/hash.ts';

/** RFC 6962, section 2.1, word for word: recursive and slow, to compare with. */

function split(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}

export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot;
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const middle = split(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, middle)), naiveRoot(leaves.slice(middle)));
}

export function naiveInclusion(leafIndex: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const middle = split(leaves.length);
  return leafIndex < middle
    ? [...naiveInclusion(leafIndex, leaves.slice(0, middle)), naiveRoot(leaves.slice(middle))]
    : [...naiveInclusion(leafIndex - middle, leaves.slice(middle)), naiveRoot(leaves.slice(0, middle))];
}

export function naiveConsistency(from: number, leaves: readonly Uint8Array[], isWhole = true): Uint8Array[] {
  if (from === leaves.length) return isWhole ? [] : [naiveRoot(leaves)];
  const middle = split(leaves.length);
  return from <= middle
    ? [...naiveConsistency(from, leaves.slice(0, middle), isWhole), naiveRoot(leaves.slice(middle))]
    : [...naiveConsistency(from - middle, leaves.slice(middle), false), naiveRoot(leaves.slice(0, middle))];
}

/** Leaf hashes of the texts `0`, `1`, `2` … */
export const countingLeaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafHash(Buffer.from(String(i))));
