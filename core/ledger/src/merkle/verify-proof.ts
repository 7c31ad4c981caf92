import { isSameHash, nodeHash } from './hash.ts';

export interface InclusionClaim {
  readonly leafIndex: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the leaf stands at its index in the tree with that root (RFC 9162, section 2.1.3.2). */
export function isIncluded(claim: InclusionClaim): boolean {
  const { leafIndex, size, proof } = claim;
  if (!isCount(leafIndex) || !isCount(size) || leafIndex >= size) return false;
  const climb = new Climb(leafIndex, size - 1);
  let hash = claim.leaf;
  for (const sibling of proof) {
    if (climb.isAtRoot) return false;
    hash = climb.step() === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  }
  return climb.isAtRoot && isSameHash(hash, claim.root);
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the tree of `to` leaves only adds to the tree of `from` leaves (RFC 9162, section 2.1.4.2). */
export function isConsistent(claim: ConsistencyClaim): boolean {
  const { from, to, proof } = claim;
  if (from < 1 || !isCount(from) || !isCount(to - from)) return false;
  if (from === to) return proof.length === 0 && isSameHash(claim.fromRoot, claim.toRoot);
  const [seed, ...path] = isPowerOfTwo(from) ? [claim.fromRoot, ...proof] : proof;
  return seed !== undefined && leadsToBothRoots(claim, seed, path);
}

function leadsToBothRoots(claim: ConsistencyClaim, seed: Uint8Array, path: readonly Uint8Array[]): boolean {
  const climb = new Climb(claim.from - 1, claim.to - 1);
  climb.skipRightTurns();
  let fromHash = seed;
  let toHash = seed;
  for (const sibling of path) {
    if (climb.isAtRoot) return false;
    const isLeft = climb.step() === 'left';
    if (isLeft) fromHash = nodeHash(sibling, fromHash);
    toHash = isLeft ? nodeHash(sibling, toHash) : nodeHash(toHash, sibling);
  }
  return climb.isAtRoot && isSameHash(fromHash, claim.fromRoot) && isSameHash(toHash, claim.toRoot);
}

/** The way from a node up to the root, next to the way of the tree's last node (`fn` and `sn` of RFC 9162). */
class Climb {
  #node: number;
  #last: number;

  constructor(node: number, last: number) {
    this.#node = node;
    this.#last = last;
  }

  get isAtRoot(): boolean {
    return this.#last === 0;
  }

  /** Up through all levels on which the node is a right child, without using a hash. */
  skipRightTurns(): void {
    while (this.#node % 2 === 1) this.#up();
  }

  /** Says on which side the next hash of the proof stands, and goes up past the levels that need none. */
  step(): 'left' | 'right' {
    const isLeft = this.#node % 2 === 1 || this.#node === this.#last;
    if (isLeft) while (this.#node % 2 === 0 && this.#node !== 0) this.#up();
    this.#up();
    return isLeft ? 'left' : 'right';
  }

  #up(): void {
    this.#node = Math.floor(this.#node / 2);
    this.#last = Math.floor(this.#last / 2);
  }
}

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;

function isPowerOfTwo(size: number): boolean {
  let rest = size;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}
