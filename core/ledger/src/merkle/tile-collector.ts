import { CompactRange } from './compact-range.ts';
import { HASH_BYTES } from './hash.ts';
import { rowLength, TILE_WIDTH, type FullTile, type TileReader } from './tile.ts';

/**
 * Gathers appended leaf hashes into tiles. Of each row only the unfinished tile is held, at most 255 hashes, so a
 * writer can load it from storage after a restart and hand over every tile in the batch that fills it.
 */
export class TileCollector {
  #size = 0;
  readonly #rows: Uint8Array[][] = [];

  /** Continues a stored tree of `size` leaves. */
  static async load(reader: TileReader, size: number): Promise<TileCollector> {
    const collector = new TileCollector();
    collector.#size = size;
    for (let row = 0; rowLength(row, size) > 0; row += 1) {
      collector.#rows.push(await readUnfinished(reader, row, rowLength(row, size)));
    }
    return collector;
  }

  /** One that goes on from here without this one noticing. */
  copy(): TileCollector {
    const copied = new TileCollector();
    copied.#size = this.#size;
    copied.#rows.push(...this.#rows.map((hashes) => [...hashes]));
    return copied;
  }

  /** The number of leaves appended so far, those before `load` included. */
  get size(): number {
    return this.#size;
  }

  /** Appends leaf hashes in order and returns the tiles that they filled, lower rows before higher ones. */
  append(leaves: readonly Uint8Array[]): FullTile[] {
    const filled: FullTile[] = [];
    for (const leaf of leaves) {
      this.#size += 1;
      this.#push(0, leaf, filled);
    }
    return filled.sort((one, other) => one.row - other.row || one.index - other.index);
  }

  #push(row: number, hash: Uint8Array, filled: FullTile[]): void {
    const hashes = (this.#rows[row] ??= []);
    hashes.push(hash);
    if (hashes.length < TILE_WIDTH) return;
    const root = rootOf(hashes);
    filled.push({ row, index: rowLength(row + 1, this.#size) - 1, hashes: Buffer.concat(hashes), root });
    hashes.length = 0;
    this.#push(row + 1, root, filled);
  }
}

async function readUnfinished(reader: TileReader, row: number, length: number): Promise<Uint8Array[]> {
  const count = length % TILE_WIDTH;
  return count === 0 ? [] : splitHashes(await reader.readTile(row, Math.floor(length / TILE_WIDTH), count));
}

function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  const tree = new CompactRange();
  for (const hash of hashes) tree.append(hash);
  return tree.root();
}

/** Cuts concatenated hashes apart, without copying. */
export function splitHashes(hashes: Uint8Array): Uint8Array[] {
  return Array.from({ length: hashes.length / HASH_BYTES }, (_, i) =>
    hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}
