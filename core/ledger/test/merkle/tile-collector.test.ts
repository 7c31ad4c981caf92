import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TileCollector } from '../../src/merkle/tile-collector.ts';
import type { FullTile } from '../../src/merkle/tile.ts';
import { MemoryTiles } from './memory-tiles.ts';
import { countingLeaves, naiveRoot } from './naive-tree.ts';

const LEAVES = countingLeaves(66_000);
const all = new TileCollector().append(LEAVES);

test('a tile is handed over once, when it is full, lower rows first', () => {
  expect(all).toHaveLength(257 + 1);
  expect(all.at(-1)).toMatchObject({ row: 1, index: 0 });
  expect(new TileCollector().append(LEAVES.slice(0, 255))).toEqual([]);
});

test('a new collector counts from its first leaf', () => {
  const collector = new TileCollector();
  expect(collector.size).toBe(0);
  collector.append(LEAVES.slice(0, 3));
  expect(collector.size).toBe(3);
});

test('a tile holds its hashes in order and the root over them', () => {
  const tile = all.find(({ row, index }) => row === 0 && index === 2);
  expect(tile?.hashes).toEqual(Buffer.concat(LEAVES.slice(512, 768)));
  expect(tile?.root).toEqual(naiveRoot(LEAVES.slice(512, 768)));
  expect(all.at(-1)?.root).toEqual(naiveRoot(LEAVES.slice(0, 65_536)));
});

test('batches of any size, with a restart between any two, fill the same tiles', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 6 }), async (batches) => {
      const tiles: FullTile[] = [];
      let size = 0;
      for (const count of batches) {
        const collector = await TileCollector.load(new MemoryTiles(LEAVES, tiles), size);
        tiles.push(...collector.append(LEAVES.slice(size, size + count)));
        size += count;
        expect(collector.size).toBe(size);
      }
      expect(tiles).toEqual(new TileCollector().append(LEAVES.slice(0, size)));
    }),
    { numRuns: 40 },
  );
});
