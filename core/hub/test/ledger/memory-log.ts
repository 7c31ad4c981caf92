import { TILE_WIDTH, type FullTile } from '@koppel/ledger';
import type { AppenderParts, AppendStore } from '../../src/ledger/ledger-appender.ts';
import type { Batch, Head } from '../../src/ledger/ledger-writer.store.ts';

type LogReader = AppenderParts['tiles'];

/** A log in memory that several nodes can write, under the same rules as the tables; `steps` tells what they did. */
export class MemoryLog implements AppendStore, LogReader {
  head: Head = { size: 0, lastAt: 0 };
  readonly leaves: Uint8Array[] = [];
  readonly bodies: string[] = [];
  readonly notes: string[] = [];
  readonly steps: string[] = [];
  readonly tiles = new Map<string, FullTile>();
  /** Called before anything is written, and throws when it should not be. */
  beforeWrite: () => void = () => undefined;

  async readHead(): Promise<Head> {
    this.steps.push('head');
    return this.head;
  }

  async append(batch: Batch): Promise<boolean> {
    this.steps.push('append');
    this.beforeWrite();
    if (batch.before.size !== this.head.size) return false;
    this.#write(batch);
    return true;
  }

  async appendLocked(makeBatch: (head: Head) => Promise<Batch>): Promise<void> {
    this.steps.push('lock');
    this.beforeWrite();
    this.#write(await makeBatch(this.head));
  }

  async readTile(row: number, index: number, count: number): Promise<Uint8Array> {
    this.steps.push('tile');
    const first = index * TILE_WIDTH;
    if (count === TILE_WIDTH) return this.#tile(row, index).hashes;
    if (row === 0) return Buffer.concat(this.leaves.slice(first, first + count));
    return Buffer.concat(Array.from({ length: count }, (_, place) => this.#tile(row - 1, first + place).root));
  }

  async readLeaves(from: number, to: number): Promise<Buffer[]> {
    this.steps.push(`leaves ${from} to ${to}`);
    return this.leaves.slice(from, to).map((leaf) => Buffer.from(leaf));
  }

  #tile(row: number, index: number): FullTile {
    const tile = this.tiles.get(`${row}/${index}`);
    if (tile === undefined) throw new Error(`tile ${row}/${index} was never stored`);
    return tile;
  }

  #write({ before, lastAt, entries, tiles, note }: Batch): void {
    if (before.size !== this.head.size) throw new Error('written over the entries of another node');
    for (const { leaf, body } of entries) {
      this.leaves.push(leaf);
      this.bodies.push(body);
    }
    for (const tile of tiles) this.tiles.set(`${tile.row}/${tile.index}`, tile);
    if (note !== null) this.notes.push(note);
    this.head = { size: this.leaves.length, lastAt };
  }
}
