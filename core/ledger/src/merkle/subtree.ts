/** Leaves `start` up to but not including `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** A perfect subtree: 2^height leaves, the `index`-th of its height, counted from the left. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** The greatest power of two that is smaller than `size`; where RFC 6962 splits a tree of more than one leaf. */
function splitPoint(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The perfect subtrees that cover a range, from left to right; the range starts where RFC 6962 starts a subtree. */
export function perfectSubtrees(range: LeafRange): Subtree[] {
  const subtrees: Subtree[] = [];
  let start = range.start;
  while (start < range.end) {
    let height = 0;
    let width = 1;
    while (width * 2 <= range.end - start) {
      width *= 2;
      height += 1;
    }
    subtrees.push({ height, index: start / width });
    start += width;
  }
  return subtrees;
}

/** The ranges whose hashes lead from a leaf to the root, the leaf's neighbour first: PATH(m, D[n]) of RFC 6962. */
export function inclusionPath(leafIndex: number, size: number): LeafRange[] {
  const path: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (leafIndex < middle) {
      path.unshift({ start: middle, end });
      end = middle;
    } else {
      path.unshift({ start, end: middle });
      start = middle;
    }
  }
  return path;
}

/** The ranges whose hashes show that a tree of `from` leaves starts the tree of `to`: PROOF(m, D[n]) of RFC 6962. */
export function consistencyPath(from: number, to: number): LeafRange[] {
  const path: LeafRange[] = [];
  let start = 0;
  let end = to;
  while (end > from) {
    const middle = start + splitPoint(end - start);
    if (from <= middle) {
      path.unshift({ start: middle, end });
      end = middle;
    } else {
      path.unshift({ start, end: middle });
      start = middle;
    }
  }
  // The verifier holds the old root; when that is the very subtree arrived at, it needs no telling.
  return start === 0 ? path : [{ start, end }, ...path];
}
