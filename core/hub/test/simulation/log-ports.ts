import type { AppendStore } from '../../src/ledger/ledger-appender.ts';
import type { LedgerParts } from '../../src/ledger/ledger.ts';
import type { Batch, Head } from '../../src/ledger/ledger-writer.store.ts';
import type { LoggedEntry } from '../../src/platform/actions.ts';
import type { Database } from './database.ts';
import type { LogTable } from './log-table.ts';
import type { Machine } from './machine.ts';

/** Where the log is and who asks. */
interface LogPlace {
  readonly database: Database;
  readonly table: LogTable;
  readonly machine: Machine;
}

/** What one machine can write. */
export class LogWriter implements AppendStore {
  readonly #at: LogPlace;

  constructor(place: LogPlace) {
    this.#at = place;
  }

  readHead(): Promise<Head> {
    const { database, table, machine } = this.#at;
    return database.trip(machine, () => table.head);
  }

  append(batch: Batch): Promise<boolean> {
    const { database, table, machine } = this.#at;
    return database.trip(machine, () => table.append(machine, batch));
  }

  async appendLocked(makeBatch: (head: Head) => Promise<Batch>): Promise<void> {
    const { database, table, machine } = this.#at;
    try {
      const head = await database.trip(machine, () => table.lock(machine));
      const batch = await makeBatch(head);
      const isWritten = await database.trip(machine, () => {
        const result = table.append(machine, batch);
        table.unlock(machine);
        return result;
      });
      if (!isWritten) throw new Error('the log grew under its own lock');
    } finally {
      table.unlock(machine);
    }
  }

  addCheckpoint(size: number, note: string): Promise<void> {
    const { database, table, machine } = this.#at;
    return database.trip(machine, () => table.note(size, note));
  }
}

const unasked = (): Promise<never> => Promise.reject(new Error('no simulation asks this'));

/** What one machine can read. */
export function logReader({ database, table, machine }: LogPlace): LedgerParts['reader'] {
  return {
    size: () => database.trip(machine, () => table.rows.length),
    readTile: (row, index, count) => database.trip(machine, () => table.readTile(row, index, count)),
    readLeaves: (from, to) =>
      database.trip(machine, () => table.rows.slice(from, to).map(({ leaf }) => Buffer.from(leaf))),
    findLeaf: (index) => database.trip(machine, () => Buffer.from(table.rows[index]?.leaf ?? [])),
    findExchange: (exchange): Promise<LoggedEntry[]> => database.trip(machine, () => table.ofExchange(exchange)),
    findCheckpoint: (size) =>
      database.trip(machine, () => {
        const at = size ?? Math.max(0, ...table.notes.keys());
        const note = table.notes.get(at);
        return note === undefined ? undefined : { size: at, note };
      }),
    readPage: (from, to) =>
      database.trip(machine, () => ({
        entries: table.rows
          .slice(from, to)
          .map(({ body, leaf }, i) => ({ index: from + i, body, leaf: Buffer.from(leaf).toString('base64') })),
        checkpoints: [...table.notes]
          .filter(([size]) => size > from && size <= to)
          .map(([size, note]) => ({ size, note })),
      })),
    listAbout: unasked,
    listOfTypes: unasked,
    listAnswers: unasked,
    instantOf: unasked,
  };
}
