/** Hashes in a full tile; a tile covers 8 levels of the tree. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;

/**
 * Where hashes are read back for proofs. Row 0 holds the leaf hashes; row n + 1 holds the roots of the full tiles of
 * row n. Full tiles never change, so they may be cached for good.
 */
export interface TileReader {
  /**
   * The first `count` (1 to 256) hashes of a tile, concatenated. Asked only for what a tree of the size in question
   * holds; a tile that is not full yet is read from its origin (entries, or the tiles of the row below).
   */
  readTile(row: number, index: number, count: number): Promise<Uint8Array>;
}

/** A tile that has just become full and can be stored. */
export interface FullTile {
  readonly row: number;
  readonly index: number;
  /** 256 hashes of 32 bytes. */
  readonly hashes: Uint8Array;
  /** The hash over all of them: one element of the row above. */
  readonly root: Uint8Array;
}

/** How many hashes a row holds in a tree of this size. */
export const rowLength = (row: number, size: number): number => Math.floor(size / TILE_WIDTH ** row);
