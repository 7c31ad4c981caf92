import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CompactRange } from '../../src/merkle/compact-range.ts';
import { leafHash } from '../../src/merkle/hash.ts';
import { TileCollector } from '../../src/merkle/tile-collector.ts';
import { TileTree } from '../../src/merkle/tile-tree.ts';
import { MemoryTiles } from './memory-tiles.ts';
import { countingLeaves, naiveConsistency, naiveInclusion, naiveRoot } from './naive-tree.ts';
import { vectorConsistency, vectorInclusions, vectorLeaves, vectorRoots } from './rfc6962-vectors.ts';

const LEAVES = countingLeaves(70_000);

function tilesOf(leaves: readonly Uint8Array[]): MemoryTiles {
  return new MemoryTiles(leaves, new TileCollector().append(leaves));
}

const storedTiles = tilesOf(LEAVES);
const stored = new TileTree(storedTiles);
const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('hex'));

describe('the known tree of the certificate-transparency reference', () => {
  const leaves = vectorLeaves.map(leafHash);
  const tree = new TileTree(tilesOf(leaves));

  test('has the known root at each size', async () => {
    const roots = await Promise.all(vectorRoots.map((_, size) => tree.root(size)));
    expect(hex(roots)).toEqual(vectorRoots);
  });

  test.each(vectorInclusions)('has the known audit path of leaf $leafIndex', async ({ leafIndex, size, proof }) => {
    expect(hex(await tree.inclusionProof(leafIndex, size))).toEqual(proof);
  });

  test('has the known consistency proof', async () => {
    const { from, to, proof } = vectorConsistency;
    expect(hex(await tree.consistencyProof(from, to))).toEqual(proof);
  });
});

describe('proofs from tiles', () => {
  const small = fc.integer({ min: 1, max: 700 });

  test('equal those of the recursive definition at every size, the stored tree being larger', async () => {
    await fc.assert(
      fc.asyncProperty(small, fc.nat(), async (size, seed) => {
        const leaves = LEAVES.slice(0, size);
        const leafIndex = seed % size;
        expect(await stored.root(size)).toEqual(naiveRoot(leaves));
        expect(await stored.inclusionProof(leafIndex, size)).toEqual(naiveInclusion(leafIndex, leaves));
        const from = leafIndex + 1;
        expect(await stored.consistencyProof(from, size)).toEqual(naiveConsistency(from, leaves));
      }),
      { numRuns: 150 },
    );
  });

  test.each([255, 256, 257, 65_535, 65_536, 65_537, 70_000])('hold at %d leaves, where rows begin', async (size) => {
    const leaves = LEAVES.slice(0, size);
    expect(await stored.root(size)).toEqual(naiveRoot(leaves));
    expect(await stored.inclusionProof(size - 1, size)).toEqual(naiveInclusion(size - 1, leaves));
    expect(await stored.consistencyProof(200, size)).toEqual(naiveConsistency(200, leaves));
  });

  test('continue a compact range where the stored tree ends', async () => {
    const range = new CompactRange(65_537, await stored.edge(65_537));
    for (const leaf of LEAVES.slice(65_537)) range.append(leaf);
    expect(range.root()).toEqual(naiveRoot(LEAVES));
  });

  test('read each tile once', async () => {
    storedTiles.reads = 0;
    await stored.inclusionProof(12_345, 70_000);
    expect(storedTiles.reads).toBeLessThanOrEqual(6);
  });

  test('refuse a leaf outside the tree and a consistency backwards', async () => {
    await expect(stored.inclusionProof(5, 5)).rejects.toThrow(RangeError);
    await expect(stored.consistencyProof(6, 5)).rejects.toThrow(RangeError);
    await expect(stored.consistencyProof(0, 5)).rejects.toThrow(RangeError);
  });

  test('refuse a reader that returns less than was asked', async () => {
    const tree = new TileTree({ readTile: async () => new Uint8Array(32) });
    await expect(tree.root(3)).rejects.toThrow('not complete');
  });
});
