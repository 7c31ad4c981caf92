import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CompactRange } from '../../src/merkle/compact-range.ts';
import { leafHash } from '../../src/merkle/hash.ts';
import { countingLeaves, naiveRoot } from './naive-tree.ts';
import { vectorLeaves, vectorRoots } from './rfc6962-vectors.ts';

function rangeOf(leaves: readonly Uint8Array[]): CompactRange {
  const range = new CompactRange();
  for (const leaf of leaves) range.append(leaf);
  return range;
}

describe('a compact range', () => {
  test('has the roots of the certificate-transparency reference', () => {
    const roots = vectorRoots.map((_, size) => rangeOf(vectorLeaves.slice(0, size).map(leafHash)).root());
    expect(roots.map((root) => Buffer.from(root).toString('hex'))).toEqual(vectorRoots);
  });

  test('has the root of the recursive definition, also when continued from its stored edge', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (before, after) => {
        const leaves = countingLeaves(before + after);
        const first = rangeOf(leaves.slice(0, before));
        const second = new CompactRange(first.size, first.edge);
        for (const leaf of leaves.slice(before)) second.append(leaf);
        expect(second.root()).toEqual(naiveRoot(leaves));
        expect(second.size).toBe(before + after);
        expect(first.root()).toEqual(naiveRoot(leaves.slice(0, before)));
      }),
    );
  });

  test('refuses an edge that does not belong to the size', () => {
    const [leaf = Buffer.alloc(0)] = countingLeaves(1);
    expect(() => new CompactRange(3, [leaf])).toThrow(RangeError);
    expect(() => new CompactRange(1, [leaf.subarray(1)])).toThrow(RangeError);
    expect(() => new CompactRange(-1)).toThrow(RangeError);
    expect(() => new CompactRange(2 ** 60)).toThrow(RangeError);
  });
});
