import type { FullTile } from '@koppel/ledger';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { binaryArray } from './binary-array.ts';
import type { Sealed } from './entry-maker.ts';

/** How far the log has come: entries, and the instant of the last one in milliseconds. */
export interface Head {
  readonly size: number;
  readonly lastAt: number;
}

/** Everything that one commit adds. */
export interface Batch {
  readonly before: Head;
  readonly lastAt: number;
  readonly entries: readonly Sealed[];
  readonly tiles: readonly FullTile[];
  /** A checkpoint over the log with this batch, when one is due. */
  readonly note: string | null;
}

interface HeadRow {
  readonly size: string;
  readonly last_at: string;
}

// One statement, so one round trip and one flush; nothing of it happens when another node was faster. It has a name,
// so that a connection plans it once: planning takes longer than a small batch.
const appendBatch = `
  WITH head AS (
    UPDATE ledger_head SET size = size + $2, last_at = $3 WHERE size = $1 RETURNING size
  ), entries AS (
    INSERT INTO ledger_entry (index, exchange, leaf, body)
    SELECT $1::bigint + entry.place - 1, entry.exchange, entry.leaf, entry.body
    FROM unnest($4::uuid[], $5::bytea[], $6::text[]) WITH ORDINALITY AS entry (exchange, leaf, body, place)
    WHERE EXISTS (SELECT FROM head)
  ), subjects AS (
    INSERT INTO ledger_subject (pseudonym, index)
    SELECT subject.pseudonym, $1::bigint + subject.place
    FROM unnest($7::bytea[], $8::bigint[]) AS subject (pseudonym, place)
    WHERE EXISTS (SELECT FROM head)
  ), tiles AS (
    INSERT INTO ledger_tile (row, index, root, hashes)
    SELECT tile.row, tile.index, tile.root, tile.hashes
    FROM unnest($9::int[], $10::bigint[], $11::bytea[], $12::bytea[]) AS tile (row, index, root, hashes)
    WHERE EXISTS (SELECT FROM head)
  ), checkpoints AS (
    INSERT INTO ledger_checkpoint (size, note)
    SELECT head.size, $13::text FROM head WHERE $13::text IS NOT NULL
  )
  SELECT size FROM head`;

/** Adds to the log under the role that can do nothing else. */
export class LedgerWriterStore {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async readHead(): Promise<Head> {
    return toHead(await this.#dataSource.query('SELECT size, last_at FROM ledger_head'));
  }

  /** Commits a batch; false, and nothing written, when the log is longer than the batch thought. */
  async append(batch: Batch): Promise<boolean> {
    const runner = this.#dataSource.createQueryRunner();
    try {
      return await write(runner, batch);
    } finally {
      await runner.release();
    }
  }

  /** Makes and commits a batch while no other node can add anything. */
  async appendLocked(makeBatch: (head: Head) => Promise<Batch>): Promise<void> {
    await this.#dataSource.transaction(async (manager) => {
      const head = toHead(await manager.query('SELECT size, last_at FROM ledger_head FOR UPDATE'));
      if (!(await write(runnerOf(manager), await makeBatch(head)))) throw new Error('the log grew under its own lock');
    });
  }

  async addCheckpoint(size: number, note: string): Promise<void> {
    await this.#dataSource.query('INSERT INTO ledger_checkpoint (size, note) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      size,
      note,
    ]);
  }
}

function toHead([row]: readonly HeadRow[]): Head {
  if (!row) throw new Error('the ledger has no head row');
  return { size: Number(row.size), lastAt: Number(row.last_at) };
}

function runnerOf({ queryRunner }: EntityManager): QueryRunner {
  if (!queryRunner) throw new Error('a transaction has a connection of its own');
  return queryRunner;
}

/** The part of the driver's connection that TypeORM does not pass on: statements with a name. */
interface Connection {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ readonly rows: unknown[] }>;
}

async function write(runner: QueryRunner, batch: Batch): Promise<boolean> {
  const connection: Connection = await runner.connect();
  const { rows } = await connection.query({ name: 'append-batch', text: appendBatch, values: valuesOf(batch) });
  return rows.length > 0;
}

function valuesOf({ before, entries, tiles, lastAt, note }: Batch): unknown[] {
  const subjects = entries.flatMap(({ pseudonyms }, place) => pseudonyms.map((pseudonym) => ({ pseudonym, place })));
  return [
    before.size,
    entries.length,
    lastAt,
    binaryArray.uuid(entries.map(({ exchange }) => exchange)),
    binaryArray.bytea(entries.map(({ leaf }) => leaf)),
    binaryArray.text(entries.map(({ body }) => body)),
    binaryArray.bytea(subjects.map(({ pseudonym }) => pseudonym)),
    binaryArray.bigint(subjects.map(({ place }) => place)),
    binaryArray.integer(tiles.map(({ row }) => row)),
    binaryArray.bigint(tiles.map(({ index }) => index)),
    binaryArray.bytea(tiles.map(({ root }) => root)),
    binaryArray.bytea(tiles.map(({ hashes }) => hashes)),
    note,
  ];
}
