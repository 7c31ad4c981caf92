import { TILE_WIDTH, type FullTile, type TileReader } from '../../src/merkle/tile.ts';

/** Stored tiles as a hub keeps them: full ones as they were filled, the unfinished edge from leaves and tile roots. */
export class MemoryTiles implements TileReader {
  readonly #leaves: readonly Uint8Array[];
  readonly #tiles = new Map<string, FullTile>();
  reads = 0;

  constructor(leaves: readonly Uint8Array[], tiles: readonly FullTile[]) {
    this.#leaves = leaves;
    for (const tile of tiles) this.#tiles.set(`${tile.row}/${tile.index}`, tile);
  }

  async readTile(row: number, index: number, count: number): Promise<Uint8Array> {
    this.reads += 1;
    const full = this.#tiles.get(`${row}/${index}`);
    if (full !== undefined) return full.hashes.subarray(0, count * 32);
    if (count === TILE_WIDTH) throw new Error(`full tile ${row}/${index} was never stored`);
    const first = index * TILE_WIDTH;
    if (row === 0) return Buffer.concat(this.#leaves.slice(first, first + count));
    return Buffer.concat(Array.from({ length: count }, (_, i) => this.#rootOf(row - 1, first + i)));
  }

  #rootOf(row: number, index: number): Uint8Array {
    const tile = this.#tiles.get(`${row}/${index}`);
    if (tile === undefined) throw new Error(`tile ${row}/${index} was never stored`);
    return tile.root;
  }
}
