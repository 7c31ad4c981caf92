import type { FullTile, LedgerEntry } from '@koppel/ledger';
import type { LoggedEntry } from '../../src/platform/actions.ts';
import type { Batch, Head } from '../../src/ledger/ledger-writer.store.ts';
import { isLocked } from './database.ts';
import type { Judge } from './judge.ts';
import type { Machine } from './machine.ts';

interface Row {
  readonly body: string;
  readonly leaf: Uint8Array;
  readonly entry: LedgerEntry;
}

const describe = ({ type, code, transaction = '' }: LedgerEntry): string =>
  `${type} of try ${Number(transaction.slice(-12))}${code === undefined ? '' : `, ${code}`}`;

const keyOf = (row: number, index: number): string => `${row}/${index}`;

/** The tables of the log: what is committed, under the same rules as the statements that write them. */
export class LogTable {
  readonly rows: Row[] = [];
  readonly notes = new Map<number, string>();
  readonly #tiles = new Map<string, FullTile>();
  readonly #judge: Judge;
  readonly #tell: (event: string) => void;
  #lastAt = 0;
  #holder: Machine | undefined;

  constructor(judge: Judge, tell: (event: string) => void) {
    this.#judge = judge;
    this.#tell = tell;
  }

  get head(): Head {
    return { size: this.rows.length, lastAt: this.#lastAt };
  }

  /** The row lock of the head; one that died with its machine is free. */
  lock(machine: Machine): Head | typeof isLocked {
    if (this.#isHeldByAnother(machine)) return isLocked;
    this.#holder = machine;
    return this.head;
  }

  unlock(machine: Machine): void {
    if (this.#holder === machine) this.#holder = undefined;
  }

  append(machine: Machine, batch: Batch): boolean | typeof isLocked {
    if (this.#isHeldByAnother(machine)) return isLocked;
    if (batch.before.size !== this.rows.length) return false;
    const rows = batch.entries.map(({ body, leaf }) => ({ body, leaf, entry: JSON.parse(body) as LedgerEntry }));
    for (const row of rows) {
      this.#tell(`entry ${this.rows.length} is committed: ${describe(row.entry)}`);
      this.rows.push(row);
    }
    this.#lastAt = batch.lastAt;
    for (const tile of batch.tiles) this.#tiles.set(keyOf(tile.row, tile.index), tile);
    this.#judge.committed(rows, batch.tiles);
    if (batch.note !== null) this.note(this.rows.length, batch.note);
    return true;
  }

  note(size: number, note: string): void {
    if (this.notes.has(size)) return;
    this.notes.set(size, note);
    this.#judge.signed(note);
  }

  /** As the reader's statements answer: full tiles from their table, the unfinished edge from where it stands. */
  readTile(row: number, index: number, count: number): Uint8Array {
    if (count === 256) return this.#tiles.get(keyOf(row, index))?.hashes ?? new Uint8Array();
    const places = Array.from({ length: count }, (_, i) => index * 256 + i);
    const hashes = places.map((place) =>
      row === 0 ? this.rows[place]?.leaf : this.#tiles.get(keyOf(row - 1, place))?.root,
    );
    return Buffer.concat(hashes.filter((hash) => hash !== undefined));
  }

  ofExchange(exchange: string): LoggedEntry[] {
    return this.rows.flatMap(({ entry }, index) => (entry.exchange === exchange ? [{ index, entry }] : []));
  }

  #isHeldByAnother(machine: Machine): boolean {
    return this.#holder !== undefined && this.#holder.isAlive && this.#holder !== machine;
  }
}
