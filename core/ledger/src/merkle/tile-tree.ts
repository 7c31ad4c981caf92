import { foldSubtrees } from './compact-range.ts';
import { emptyRoot, HASH_BYTES, nodeHash } from './hash.ts';
import { consistencyPath, inclusionPath, perfectSubtrees, type LeafRange, type Subtree } from './subtree.ts';
import { splitHashes } from './tile-collector.ts';
import { rowLength, TILE_HEIGHT, TILE_WIDTH, type TileReader } from './tile.ts';

/**
 * Roots and proofs of a stored tree, at any size up to the present one. A proof at 10 million leaves reads about one
 * tile per row (three) and as many unfinished ones, all at once, and hashes less than a thousand times.
 */
export class TileTree {
  readonly #reader: TileReader;

  constructor(reader: TileReader) {
    this.#reader = reader;
  }

  async root(size: number): Promise<Uint8Array> {
    if (size === 0) return emptyRoot;
    return firstOf(await this.#hashesOf([{ start: 0, end: size }], size));
  }

  /** The edge to hand to `CompactRange`: the perfect subtrees of a tree of this size, from left to right. */
  async edge(size: number): Promise<Uint8Array[]> {
    return this.#hashesOf(perfectSubtrees({ start: 0, end: size }).map(leavesOf), size);
  }

  /** The audit path of a leaf, its neighbour first (RFC 6962, section 2.1.1). */
  async inclusionProof(leafIndex: number, size: number): Promise<Uint8Array[]> {
    requireOrder(0 <= leafIndex && leafIndex < size, 'a leaf is proven in a tree that holds it');
    return this.#hashesOf(inclusionPath(leafIndex, size), size);
  }

  /** The proof that the tree of `to` leaves only adds to that of `from` (RFC 6962, section 2.1.2). */
  async consistencyProof(from: number, to: number): Promise<Uint8Array[]> {
    requireOrder(0 < from && from <= to, 'consistency is proven from a tree with leaves to the same or a greater one');
    return this.#hashesOf(consistencyPath(from, to), to);
  }

  async #hashesOf(ranges: readonly LeafRange[], size: number): Promise<Uint8Array[]> {
    const tiles = new TileCache(this.#reader, size);
    return Promise.all(
      ranges.map(async (range) =>
        foldSubtrees(await Promise.all(perfectSubtrees(range).map((subtree) => tiles.hashOf(subtree)))),
      ),
    );
  }
}

/** The tiles of one proof, each read once. */
class TileCache {
  readonly #reader: TileReader;
  readonly #size: number;
  readonly #tiles = new Map<string, Promise<Uint8Array>>();

  constructor(reader: TileReader, size: number) {
    this.#reader = reader;
    this.#size = size;
  }

  async hashOf({ height, index }: Subtree): Promise<Uint8Array> {
    const row = Math.floor(height / TILE_HEIGHT);
    const width = 2 ** (height % TILE_HEIGHT);
    const first = index * width;
    const tile = await this.#tile(row, Math.floor(first / TILE_WIDTH));
    const offset = (first % TILE_WIDTH) * HASH_BYTES;
    return perfectRoot(splitHashes(tile.subarray(offset, offset + width * HASH_BYTES)));
  }

  #tile(row: number, index: number): Promise<Uint8Array> {
    const key = `${row}/${index}`;
    const known = this.#tiles.get(key);
    if (known !== undefined) return known;
    const count = Math.min(TILE_WIDTH, rowLength(row, this.#size) - index * TILE_WIDTH);
    const tile = readExactly(this.#reader, { row, index, count });
    this.#tiles.set(key, tile);
    return tile;
  }
}

interface TilePart {
  readonly row: number;
  readonly index: number;
  readonly count: number;
}

async function readExactly(reader: TileReader, { row, index, count }: TilePart): Promise<Uint8Array> {
  const hashes = await reader.readTile(row, index, count);
  if (hashes.length !== count * HASH_BYTES) throw new Error(`tile ${row}/${index} is not complete`);
  return hashes;
}

function perfectRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) level = pairUp(level);
  return firstOf(level);
}

function pairUp(hashes: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let i = 0; i + 1 < hashes.length; i += 2) parents.push(nodeHash(hashAt(hashes, i), hashAt(hashes, i + 1)));
  return parents;
}

const leavesOf = ({ height, index }: Subtree): LeafRange => ({
  start: index * 2 ** height,
  end: (index + 1) * 2 ** height,
});

function hashAt(hashes: readonly Uint8Array[], i: number): Uint8Array {
  const hash = hashes[i];
  if (hash === undefined) throw new RangeError('there is no such hash');
  return hash;
}

const firstOf = (hashes: readonly Uint8Array[]): Uint8Array => hashAt(hashes, 0);

function requireOrder(isInOrder: boolean, sentence: string): void {
  if (!isInOrder) throw new RangeError(sentence);
}
