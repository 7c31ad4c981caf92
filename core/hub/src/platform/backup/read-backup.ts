import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { KoppelError } from '@koppel/contract';
import { extract, type Extract } from 'tar-stream';
import type { HubConfig } from '../config.schema.ts';
import type { Migration } from '../data-source.ts';
import { migrate } from '../migrations.ts';
import { unlock, type BackupKey } from './backup-key.ts';
import { names, readClosing, readManifest, type Closing, type Manifest } from './manifest.schema.ts';
import { asOwner, type Owner } from './owner.store.ts';
import { RestoredHome } from './restored-home.ts';
import { closeTables, intoTable, openTables, type Table } from './tables.store.ts';

/** One file of the archive; to be read before the next one is asked for. */
type Entry = Extract extends AsyncIterable<infer One> ? One : never;

export interface ReadOptions {
  readonly from: string;
  readonly key: BackupKey;
  /** Every migration that this version of the hub knows. */
  readonly migrations: readonly Migration[];
  readonly tell: (sentence: string) => void;
}

/**
 * Fills an empty database and an empty home from a backup. All rows come in one transaction, and it is committed after the
 * last file was read and counted; until then nothing of them is there. The files of a home that did not come to that are
 * removed again.
 * @throws KoppelError `backup.target-not-empty`, `backup.unreadable`, `backup.newer`, `backup.database`.
 */
export async function readBackup(config: HubConfig, options: ReadOptions): Promise<Manifest & Closing> {
  await requireEmptyHome(config.home);
  try {
    const bytes = await unlock(createReadStream(options.from), options.key);
    return await restore(extractOf(bytes), config, options);
  } catch (cause) {
    if (cause instanceof KoppelError) throw cause;
    if ((cause as { code?: unknown }).code === 'ENOENT')
      throw new KoppelError('backup.unreadable', 'There is no such file');
    const why = 'The backup cannot be read: the key is another, or the file is not as it was written';
    throw new KoppelError('backup.unreadable', why, { cause });
  }
}

function extractOf(bytes: Readable): AsyncIterable<Entry> {
  const files = extract();
  bytes.on('error', (error) => files.destroy(error));
  // The library's streams are of another make, and close enough to be written to.
  bytes.pipe(files as unknown as Writable);
  return files;
}

async function restore(
  files: AsyncIterable<Entry>,
  config: HubConfig,
  options: ReadOptions,
): Promise<Manifest & Closing> {
  const reader = files[Symbol.asyncIterator]();
  const first = (await reader.next()) as IteratorResult<Entry, undefined>;
  if (first.done || first.value.header.name !== names.manifest) throw new KoppelError('backup.unreadable');
  const manifest = readManifest(await bytesOf(first.value));
  await prepareSchema(config, manifest, options);
  const home = new RestoredHome(config.home);
  const refill = async (client: Owner): Promise<Manifest & Closing> => {
    await client.query('BEGIN');
    const guarded = await openTables(client, manifest.tables);
    const closing = await new Refill({ client, manifest, home, tell: options.tell }).take(reader);
    await closeTables(client, guarded);
    await client.query('COMMIT');
    return { ...manifest, ...closing };
  };
  try {
    return await asOwner(config.database, refill);
  } catch (error) {
    await home.undo();
    throw error;
  }
}

/** Brings the database to where the backup was taken; the hub's own start does the rest. */
async function prepareSchema(config: HubConfig, { migrations }: Manifest, options: ReadOptions): Promise<void> {
  const known = options.migrations.map((migration) => migration.name);
  const unknown = migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new KoppelError('backup.newer', `This version does not know the schema of the backup: ${unknown.join(', ')}`);
  }
  await asOwner(config.database, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('organisation') IS NOT NULL AS there`);
    if (!rows[0]?.there) return;
    const used = await client.query(
      'SELECT FROM organisation UNION ALL SELECT FROM ledger_head WHERE size > 0 LIMIT 1',
    );
    if (used.rows.length > 0) throw new KoppelError('backup.target-not-empty', 'The database is in use by a hub');
  });
  await migrate(
    config.database,
    options.migrations.filter(({ name }) => migrations.includes(name)),
  );
}

async function requireEmptyHome(home: string): Promise<void> {
  const files = await readdir(home).catch(() => []);
  if (files.length > 0) throw new KoppelError('backup.target-not-empty', `The folder ${home} is not empty`);
}

interface RefillParts {
  readonly client: Owner;
  readonly manifest: Manifest;
  readonly home: RestoredHome;
  readonly tell: (sentence: string) => void;
}

/** Takes the files of a backup one after the other and counts them. */
class Refill {
  readonly #parts: RefillParts;
  readonly #rows: Record<string, number> = {};
  #open: { readonly table: Table; readonly rows: Writable & { readonly rowCount: number } } | undefined;

  constructor(parts: RefillParts) {
    this.#parts = parts;
  }

  async take(files: AsyncIterator<Entry>): Promise<Closing> {
    let closing: Closing | undefined;
    for (let file = await files.next(); !file.done; file = await files.next()) {
      const { name } = file.value.header;
      const bytes = await bytesOf(file.value);
      if (name === names.closing) closing = readClosing(bytes);
      else if (name.startsWith(names.home)) await this.#parts.home.keep(name.slice(names.home.length), bytes);
      else await this.#fill(name.slice(names.table.length).split('/')[0] ?? '', bytes);
    }
    await this.#finish();
    const counted = { rows: this.#rows, keyFiles: this.#parts.home.fileCount };
    if (!closing || !isSame(closing, counted)) {
      throw new KoppelError('backup.unreadable', 'The backup is not whole: rows or files are missing');
    }
    return closing;
  }

  async #fill(name: string, bytes: Buffer): Promise<void> {
    if (this.#open?.table.name !== name) {
      await this.#finish();
      const { client, manifest, tell } = this.#parts;
      const table = manifest.tables.find((one) => one.name === name);
      if (!table) throw new KoppelError('backup.unreadable');
      tell(`Table ${manifest.tables.indexOf(table) + 1} of ${manifest.tables.length}: ${name}`);
      this.#open = { table, rows: intoTable(client, table) };
    }
    const { rows } = this.#open;
    await new Promise<void>((resolve, reject) => {
      rows.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  async #finish(): Promise<void> {
    if (!this.#open) return;
    const { table, rows } = this.#open;
    rows.end();
    await finished(rows);
    this.#rows[table.name] = rows.rowCount;
    this.#open = undefined;
  }
}

/** A table without rows has no file. */
const isSame = (closing: Closing, counted: Closing): boolean =>
  closing.keyFiles === counted.keyFiles &&
  Object.entries(closing.rows).every(([name, count]) => (counted.rows[name] ?? 0) === count);

async function bytesOf(file: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
