import { TILE_WIDTH, type LedgerEntry, type TileReader } from '@koppel/ledger';
import type { DataSource } from 'typeorm';
import type { ExportPage, LoggedEntry } from '../platform/actions.ts';
import { withinMessage } from '../platform/within-message.ts';

interface EntryRow {
  readonly index: string;
  readonly body: string;
  readonly leaf: Buffer;
}

interface CheckpointRow {
  readonly size: string;
  readonly note: string;
}

interface HashRow {
  readonly hash: Buffer;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Which entries about somebody. */
interface About {
  /** That name this organisation; null for all. */
  readonly party: string | null;
  /** That stand before this index. */
  readonly before?: number | undefined;
}

/** A checkpoint with the cosignatures that witnesses put under this very root. */
const cosignedNote = `note || coalesce((
  SELECT string_agg(cosignature.line, '' ORDER BY witness.name) FROM ledger_cosignature cosignature
  JOIN ledger_witness witness ON witness.id = cosignature.witness
  WHERE cosignature.size = checkpoint.size AND strpos(checkpoint.note, cosignature.root) > 0
), '') AS note`;

const entriesAbout = 500;

/** Reads the log under the role that can write nothing. */
export class LedgerReaderStore implements TileReader {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async size(): Promise<number> {
    const [row] = await this.#dataSource.query<{ size: string }[]>('SELECT size FROM ledger_head');
    return Number(row?.size ?? 0);
  }

  async readTile(row: number, index: number, count: number): Promise<Uint8Array> {
    if (count === TILE_WIDTH) {
      const [tile] = await this.#dataSource.query<{ hashes: Buffer }[]>(
        'SELECT hashes FROM ledger_tile WHERE row = $1 AND index = $2',
        [row, index],
      );
      return tile?.hashes ?? new Uint8Array();
    }
    // The unfinished edge: leaves stand with their entries, roots with the tiles of the row below.
    const range = [index * TILE_WIDTH, index * TILE_WIDTH + count] as const;
    return Buffer.concat(await (row === 0 ? this.readLeaves(...range) : this.#readRoots(row - 1, ...range)));
  }

  /** The leaf hashes of entries, in order. @throws Error when one of them is missing. */
  async readLeaves(from: number, to: number): Promise<Buffer[]> {
    const rows = await this.#dataSource.query<HashRow[]>(
      'SELECT leaf AS hash FROM ledger_entry WHERE index >= $1 AND index < $2 ORDER BY index',
      [from, to],
    );
    return everyHash(rows, to - from);
  }

  async #readRoots(row: number, from: number, to: number): Promise<Buffer[]> {
    const rows = await this.#dataSource.query<HashRow[]>(
      'SELECT root AS hash FROM ledger_tile WHERE row = $3 AND index >= $1 AND index < $2 ORDER BY index',
      [from, to, row],
    );
    return everyHash(rows, to - from);
  }

  async findLeaf(index: number): Promise<Buffer | undefined> {
    const [row] = await this.#dataSource.query<{ leaf: Buffer }[]>('SELECT leaf FROM ledger_entry WHERE index = $1', [
      index,
    ]);
    return row?.leaf;
  }

  async findExchange(exchange: string): Promise<LoggedEntry[]> {
    const rows = await this.#dataSource.query<EntryRow[]>(
      'SELECT index, body FROM ledger_entry WHERE exchange = $1 ORDER BY index',
      [exchange],
    );
    return rows.map(toLogged);
  }

  /**
   * The newest entries about somebody, as many as one message takes, and whether there are more. Found by the subject and
   * looked at one by one, newest first: left to choose, PostgreSQL takes the condition on the text for so rare that it
   * reads the whole log.
   */
  async listAbout(
    pseudonyms: readonly Uint8Array[],
    { party, before = Number.MAX_SAFE_INTEGER }: About,
  ): Promise<{ readonly entries: readonly LoggedEntry[]; readonly isCut: boolean }> {
    const rows = await this.#dataSource.query<EntryRow[]>(
      `SELECT about.index, entry.body
       FROM (SELECT DISTINCT index FROM ledger_subject WHERE pseudonym = ANY ($1::bytea[]) AND index < $2 ORDER BY index DESC) about
       CROSS JOIN LATERAL (SELECT body FROM ledger_entry WHERE index = about.index AND ($3::text IS NULL OR strpos(body, $3) > 0) OFFSET 0) entry
       ORDER BY about.index DESC LIMIT $4`,
      [pseudonyms, before, party === null ? null : `"oin":"${party}"`, entriesAbout + 1],
    );
    const entries = withinMessage(rows.slice(0, entriesAbout), lengthOf);
    return { entries: entries.map(toLogged), isCut: entries.length < rows.length };
  }

  /** The first entries of these types among those from `from` up to but not including `to`; `leaf` is hexadecimal. */
  async listOfTypes(
    types: readonly LedgerEntry['type'][],
    { from, to, limit }: Range,
  ): Promise<(LoggedEntry & { readonly leaf: string })[]> {
    const rows = await this.#dataSource.query<EntryRow[]>(
      `SELECT index, body, leaf FROM ledger_entry
       WHERE index >= $1 AND index < $2 AND body::json ->> 'type' = ANY ($3) ORDER BY index LIMIT $4`,
      [from, to, types, limit],
    );
    return rows.map((row) => ({ ...toLogged(row), leaf: row.leaf.toString('hex') }));
  }

  /** The answers to these exchanges, in the order of the log. */
  async listAnswers(exchanges: readonly string[]): Promise<LoggedEntry[]> {
    const rows = await this.#dataSource.query<EntryRow[]>(
      `SELECT index, body FROM ledger_entry
       WHERE exchange = ANY ($1::uuid[]) AND body::json ->> 'type' LIKE 'reply.%' ORDER BY index`,
      [exchanges],
    );
    return rows.map(toLogged);
  }

  /** When an entry was logged. */
  async instantOf(index: number): Promise<string | undefined> {
    const [row] = await this.#dataSource.query<{ at: string }[]>(
      `SELECT body::json ->> 'at' AS at FROM ledger_entry WHERE index = $1`,
      [index],
    );
    return row?.at;
  }

  /** The newest checkpoint, at this size when one is given. */
  async findCheckpoint(size?: number): Promise<{ readonly size: number; readonly note: string } | undefined> {
    const [row] = await this.#dataSource.query<CheckpointRow[]>(
      `SELECT size, ${cosignedNote} FROM ledger_checkpoint checkpoint ${size === undefined ? '' : 'WHERE size = $1'} ORDER BY size DESC LIMIT 1`,
      size === undefined ? [] : [size],
    );
    return row && { size: Number(row.size), note: row.note };
  }

  /** Entries from `from` up to but not including `to`, as many as one message takes, with the checkpoints over them. */
  async readPage(from: number, to: number): Promise<ExportPage> {
    const entries = withinMessage(
      await this.#dataSource.query<EntryRow[]>(
        'SELECT index, body, leaf FROM ledger_entry WHERE index >= $1 AND index < $2 ORDER BY index',
        [from, to],
      ),
      lengthOf,
    );
    const checkpoints = await this.#dataSource.query<CheckpointRow[]>(
      `SELECT size, ${cosignedNote} FROM ledger_checkpoint checkpoint WHERE size > $1 AND size <= $2 ORDER BY size`,
      [from, from + entries.length],
    );
    return {
      entries: entries.map(({ index, body, leaf }) => ({ index: Number(index), body, leaf: leaf.toString('base64') })),
      checkpoints: checkpoints.map(({ size, note }) => ({ size: Number(size), note })),
    };
  }
}

const lengthOf = ({ body }: EntryRow): number => body.length;

const toLogged = ({ index, body }: EntryRow): LoggedEntry => ({
  index: Number(index),
  entry: JSON.parse(body) as LedgerEntry,
});

/** A gap would give every later proof another tree than the one that was signed. */
function everyHash(rows: readonly HashRow[], count: number): Buffer[] {
  if (rows.length !== count) throw new Error('entries are missing from the ledger');
  return rows.map(({ hash }) => hash);
}
