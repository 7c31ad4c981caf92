import type { LedgerEntry } from '@koppel/ledger';
import type { Receipt } from './receipt-load.ts';

type Entry = Pick<LedgerEntry, 'type' | 'exchange' | 'transaction'>;

/** What must not be; all zero when the hub kept its promises. */
export interface Verdict {
  /** Answers that somebody holds and that the ledger does not tell of, in full and at the index it gave. */
  readonly lost: number;
  /** Keys answered twice, exchanges logged twice, questions heard twice. */
  readonly doubled: number;
  /** Questions that a source heard and that no entry tells of. */
  readonly unlogged: number;
}

export interface Testimony {
  readonly receipts: readonly Receipt[];
  /** Transactions that the source heard, in order. */
  readonly heard: readonly string[];
  /** Idempotency key of each transaction. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Compares what callers and sources wrote down with what the ledger says. It reads the ledger onwards, never twice. */
export class Oracle {
  readonly #entries: Entry[] = [];

  /** The index from which it has not read. */
  get size(): number {
    return this.#entries.length;
  }

  /** Lines of an export from `size` onwards: all of them, or none when reading breaks off. */
  async read(lines: AsyncIterable<unknown>): Promise<void> {
    const entries: Entry[] = [];
    let rest = '';
    for await (const chunk of lines) {
      const [last = '', ...whole] = (rest + String(chunk)).split('\n').toReversed();
      rest = last;
      for (const line of whole.toReversed()) entries.push(...entriesIn(line));
    }
    this.#entries.push(...entries, ...entriesIn(rest));
  }

  judge({ receipts, heard, keys }: Testimony): Verdict {
    const lost = receipts.filter((receipt) => !this.#tellsOf(receipt));
    const disclosed = this.#entries.filter(({ type }) => type === 'request.disclosed');
    const released = this.#entries.filter(({ type }) => type === 'reply.released');
    const logged = new Set(disclosed.map(({ transaction }) => transaction));
    return {
      lost: lost.length,
      doubled:
        countRepeated(disclosed.map(({ exchange }) => exchange)) +
        countRepeated(released.map(({ exchange }) => exchange)) +
        countRepeated(released.map(({ transaction }) => keys.get(String(transaction)))) +
        countRepeated(heard),
      unlogged: heard.filter((transaction) => !logged.has(transaction)).length,
    };
  }

  #tellsOf({ exchange, transaction, requestIndex, replyIndex }: Receipt): boolean {
    const is = (index: number, type: Entry['type']): boolean => {
      const entry = this.#entries[index];
      return entry?.type === type && entry.exchange === exchange && entry.transaction === transaction;
    };
    return is(requestIndex, 'request.disclosed') && is(replyIndex, 'reply.released');
  }
}

/** One, or none in a line without an entry. */
function entriesIn(line: string): Entry[] {
  if (line === '') return [];
  const { entry } = JSON.parse(line) as { entry?: Entry };
  return entry ? [entry] : [];
}

/** Undefined is nobody's: what others asked is not counted. */
function countRepeated(values: readonly (string | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  return known.length - new Set(known).size;
}
