import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KoppelError } from '@koppel/contract';
import { pack, type Pack } from 'tar-stream';
import type { HubConfig } from '../config.schema.ts';
import { lock, type BackupKey } from './backup-key.ts';
import { names, type Closing, type Manifest } from './manifest.schema.ts';
import { asOwner, type Owner } from './owner.store.ts';
import { migrationsOf, rowsOf, tablesOf, type Table } from './tables.store.ts';

export interface WriteOptions {
  readonly out: string;
  readonly key: BackupKey;
  readonly tell: (sentence: string) => void;
}

/** Rows of a table are cut into files of about this size, so that memory stays bounded. */
const fileBytes = 4 * 1024 * 1024;

/**
 * Writes everything of a hub into one encrypted file while it goes on: all tables as of one instant, and the keys. The file
 * appears under its name once it is whole.
 */
export async function writeBackup(config: HubConfig, { out, key, tell }: WriteOptions): Promise<Manifest & Closing> {
  // Nobody else's: what a killed one left does not stand in the way.
  const unfinished = `${out}.${randomUUID()}.unfinished`;
  const archive = pack();
  // First, so that a key that is none is told before anything is asked.
  const locked = await lock(Readable.from(archive as AsyncIterable<Buffer>), key);
  try {
    const result = await asOwner(config.database, async (client) => {
      // One instant for all tables; the keys are read after it began, so none that a row needs can be missing.
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const manifest = await manifestOf(client, config.origin);
      const written = pipeline(locked, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }));
      const [closing] = await Promise.all([fill(archive, { client, manifest, home: config.home, tell }), written]);
      return { ...manifest, ...closing };
    });
    // Unlike renaming, this never takes the place of an earlier backup.
    await link(unfinished, out).catch((cause: unknown) => {
      throw new KoppelError('backup.target-not-empty', `${out} is there already, or cannot be made`, { cause });
    });
    return result;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function manifestOf(client: Owner, origin: string): Promise<Manifest> {
  const { rows } = await client.query<{ size: string; now: Date }>('SELECT size, now() AS now FROM ledger_head');
  return {
    format: 'koppel-backup/1',
    takenAt: (rows[0]?.now ?? new Date()).toISOString(),
    origin,
    ledgerSize: Number(rows[0]?.size ?? 0),
    migrations: await migrationsOf(client),
    tables: await tablesOf(client),
  };
}

interface Filling {
  readonly client: Owner;
  readonly manifest: Manifest;
  readonly home: string;
  readonly tell: (sentence: string) => void;
}

async function fill(archive: Pack, { client, manifest, home, tell }: Filling): Promise<Closing> {
  try {
    await add(archive, names.manifest, Buffer.from(JSON.stringify(manifest)));
    const keyFiles = await addFolder(archive, home);
    const rows: Record<string, number> = {};
    for (const [place, table] of manifest.tables.entries()) {
      tell(`Table ${place + 1} of ${manifest.tables.length}: ${table.name}`);
      rows[table.name] = await addTable(archive, client, table);
    }
    const closing = { rows, keyFiles };
    await add(archive, names.closing, Buffer.from(JSON.stringify(closing)));
    archive.finalize();
    return closing;
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  }
}

/** Waits until the file was taken, so that no more than one is in memory. */
function add(archive: Pack, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function addFolder(archive: Pack, folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) await add(archive, names.home + file.slice(folder.length + 1), await readFile(file));
  return files.length;
}

async function addTable(archive: Pack, client: Owner, table: Table): Promise<number> {
  let [rows, size, part] = [0, 0, 0];
  let chunks: Buffer[] = [];
  const flush = async (): Promise<void> => {
    await add(archive, `${names.table}${table.name}/${String(part++).padStart(8, '0')}`, Buffer.concat(chunks));
    [chunks, size] = [[], 0];
  };
  for await (const chunk of rowsOf(client, table) as AsyncIterable<Buffer>) {
    // In the text form a line break inside a value is written as two characters, so each one ends a row.
    for (const byte of chunk) if (byte === 0x0a) rows += 1;
    chunks.push(chunk);
    size += chunk.length;
    if (size >= fileBytes) await flush();
  }
  if (size > 0) await flush();
  return rows;
}
