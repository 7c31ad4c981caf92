import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isConsistent, isIncluded, type ConsistencyClaim, type InclusionClaim } from '../../src/merkle/verify-proof.ts';
import { countingLeaves, naiveConsistency, naiveInclusion, naiveRoot } from './naive-tree.ts';

const LEAVES = countingLeaves(130);
const other = Buffer.alloc(32, 7);

function inclusion(leafIndex: number, size: number): InclusionClaim {
  const leaves = LEAVES.slice(0, size);
  const leaf = leaves[leafIndex] ?? other;
  return { leafIndex, size, leaf, root: naiveRoot(leaves), proof: naiveInclusion(leafIndex, leaves) };
}

function consistency(from: number, to: number): ConsistencyClaim {
  const proof = naiveConsistency(from, LEAVES.slice(0, to));
  return { from, to, fromRoot: naiveRoot(LEAVES.slice(0, from)), toRoot: naiveRoot(LEAVES.slice(0, to)), proof };
}

const sizes = fc.integer({ min: 1, max: LEAVES.length });
const pairs = fc.tuple(sizes, fc.nat()).map(([size, seed]) => [seed % size, size] as const);

describe('an inclusion proof', () => {
  test('holds for every leaf at every size', () => {
    const claims = fc.sample(pairs, 200).map(([leafIndex, size]) => inclusion(leafIndex, size));
    expect(claims.filter((claim) => !isIncluded(claim))).toEqual([]);
  });

  test('fails when anything in it is another', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), ([leafIndex, size], seed) => {
        const claim = inclusion(leafIndex, size);
        expect(isIncluded({ ...claim, leaf: other })).toBe(false);
        expect(isIncluded({ ...claim, root: other })).toBe(false);
        expect(isIncluded({ ...claim, leafIndex: size })).toBe(false);
        expect(isIncluded({ ...claim, proof: [...claim.proof, other] })).toBe(false);
        expect(isIncluded({ ...claim, leafIndex: (leafIndex + 1) % size }) && size > 1).toBe(false);
        const place = seed % Math.max(1, claim.proof.length);
        if (claim.proof.length === 0) return;
        expect(isIncluded({ ...claim, proof: claim.proof.with(place, other) })).toBe(false);
        expect(isIncluded({ ...claim, proof: claim.proof.toSpliced(place, 1) })).toBe(false);
      }),
    );
  });

  test('fails when it stops below the root, even if the root it should lead to is given as that node', () => {
    const claim = inclusion(2, 5);
    expect(isIncluded({ ...claim, root: claim.leaf, proof: [] })).toBe(false);
  });

  test('fails for numbers that are no index', () => {
    const claim = inclusion(2, 5);
    expect(isIncluded({ ...claim, leafIndex: -1 })).toBe(false);
    expect(isIncluded({ ...claim, leafIndex: 2.5 })).toBe(false);
    expect(isIncluded({ ...claim, size: Number.NaN })).toBe(false);
  });

  test('holds beyond 32 bits', () => {
    const size = 2 ** 40 + 1;
    const leaf = LEAVES[0] ?? other;
    const root = naiveRoot([other, leaf]);
    expect(isIncluded({ leafIndex: size - 1, size, leaf, root, proof: [other] })).toBe(true);
  });
});

describe('a consistency proof', () => {
  test('holds between every two sizes', () => {
    const claims = fc.sample(pairs, 200).map(([before, to]) => consistency(before + 1, to));
    expect(claims.filter((claim) => !isConsistent(claim))).toEqual([]);
  });

  test('fails when anything in it is another', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), ([before, to], seed) => {
        const claim = consistency(before + 1, to);
        expect(isConsistent({ ...claim, fromRoot: other })).toBe(false);
        expect(isConsistent({ ...claim, toRoot: other })).toBe(false);
        expect(isConsistent({ ...claim, proof: [...claim.proof, other] })).toBe(false);
        if (claim.proof.length === 0) return;
        const place = seed % claim.proof.length;
        expect(isConsistent({ ...claim, proof: claim.proof.with(place, other) })).toBe(false);
        expect(isConsistent({ ...claim, proof: claim.proof.toSpliced(place, 1) })).toBe(false);
      }),
    );
  });

  test('fails backwards and from an empty tree', () => {
    const claim = consistency(3, 5);
    expect(isConsistent({ ...claim, from: 5, to: 3 })).toBe(false);
    expect(isConsistent({ ...claim, from: 0 })).toBe(false);
    expect(isConsistent({ ...claim, from: 0, to: 0, proof: [] })).toBe(false);
  });
});
