import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { readBackup } from '../../../src/platform/backup/read-backup.ts';
import { writeBackup } from '../../../src/platform/backup/write-backup.ts';
import { migrations } from '../../../src/hub.ts';
import type { HubConfig } from '../../../src/platform/config.schema.ts';
import { migrate } from '../../../src/platform/migrations.ts';
import { databaseConfigOf } from '../../hub-database.ts';
import { Region } from '../../region.ts';

const silent = (): void => undefined;

let region: Region;
let folder: string;
let identity: string;
let recipient: string;
let taken: Awaited<ReturnType<typeof writeBackup>>;
const places: { readonly database: TestDatabase; readonly config: HubConfig }[] = [];

function hubConfig(): HubConfig {
  const [config] = region.configs;
  if (!config) throw new Error('a region has a hub');
  return config;
}

const backupFile = (): string => join(folder, 'hub.age');

/** A database and a home in which nothing is yet. */
async function newPlace(): Promise<(typeof places)[number]> {
  const database = await createTestDatabase();
  const home = await mkdtemp(join(folder, 'home-'));
  const place = { database, config: { ...hubConfig(), database: databaseConfigOf(database), home } };
  places.push(place);
  return place;
}

const restore = (config: HubConfig, from = backupFile(), keys: readonly string[] = [identity]) =>
  readBackup(config, { from, key: { keys }, migrations, tell: silent });

beforeAll(async () => {
  region = await Region.open();
  folder = await mkdtemp(join(tmpdir(), 'koppel-backup-'));
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  const { agreement } = await region.agree();
  for (let count = 0; count < 3; count += 1) await region.ask(agreement.id);
  let isTaken = false;
  const load = (async () => {
    while (!isTaken) await region.ask(agreement.id);
  })();
  taken = await writeBackup(hubConfig(), { out: backupFile(), key: { keys: [recipient] }, tell: silent });
  isTaken = true;
  await load;
});
afterAll(async () => {
  await region.close();
  await Promise.all(places.map(({ database }) => database.drop()));
  await rm(folder, { recursive: true, force: true });
});

describe('a backup that was taken while the hub went on', () => {
  test('brings back every row of its instant, row security and the keys', async () => {
    const { database, config } = await newPlace();
    await expect(restore(config)).resolves.toMatchObject({ ledgerSize: taken.ledgerSize, rows: taken.rows });
    for (const [table, rows] of Object.entries(taken.rows)) {
      const [counted] = await database.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
      expect(`${table} ${counted?.count}`).toBe(`${table} ${rows}`);
    }
    // The load changes none of these, so they show that the owner saw all of them.
    for (const table of ['agreement', 'organisation', 'organisation_key', 'adapter', 'hub_key']) {
      const [original] = await region.database.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
      expect(`${table} ${taken.rows[table]}`).toBe(`${table} ${original?.count}`);
      expect(taken.rows[table]).toBeGreaterThan(0);
    }
    const forced = `SELECT count(*) FROM pg_class WHERE relforcerowsecurity`;
    expect(await database.query(forced)).toEqual(await region.database.query(forced));
    expect((await readdir(config.home)).sort()).toEqual((await readdir(region.home)).sort());
  });

  test('holds whole exchanges: as many entries as the log says it has, and all of them the same', async () => {
    const { database, config } = await newPlace();
    await restore(config);
    const bodies = 'SELECT index, body FROM ledger_entry WHERE index < $1 ORDER BY index';
    const restored = await database.query(bodies, [taken.ledgerSize]);
    expect(restored.length).toBe(taken.ledgerSize);
    expect(restored).toEqual(await region.database.query(bodies, [taken.ledgerSize]));
    expect((await region.ledger()).length).toBeGreaterThanOrEqual(taken.ledgerSize);
  });

  test('holds nothing that can be read without the key', async () => {
    const bytes = await readFile(backupFile());
    expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    expect(bytes.includes('koppel-backup')).toBe(false);
    expect(bytes.includes('Organisation')).toBe(false);
  });
});

describe('a backup that cannot be restored changes nothing', () => {
  const isUntouched = async ({ database, config }: (typeof places)[number]): Promise<void> => {
    const [there] = await database.query<{ name: string | null }>(`SELECT to_regclass('organisation') AS name`);
    if (there?.name) expect(await database.query('SELECT FROM organisation')).toEqual([]);
    expect(await readdir(config.home)).toEqual([]);
  };

  test('with another key', async () => {
    const place = await newPlace();
    const other = await generateX25519Identity();
    await expect(restore(place.config, undefined, [other])).rejects.toMatchObject({ code: 'backup.unreadable' });
    await isUntouched(place);
  });

  test.each([
    ['a byte that was changed', (bytes: Buffer) => bytes.fill(Number(bytes[900]) ^ 1, 900, 901)],
    ['a byte near the end that was changed', (bytes: Buffer) => bytes.fill(0, bytes.length - 40, bytes.length - 39)],
    ['an end that is missing', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
  ])('with %s', async (_name, damage) => {
    const place = await newPlace();
    const from = join(folder, 'damaged.age');
    await writeFile(from, damage(await readFile(backupFile())));
    await expect(restore(place.config, from)).rejects.toMatchObject({ code: 'backup.unreadable' });
    await isUntouched(place);
  });

  test('where a row is refused after the keys were there; the same place takes it later', async () => {
    const { config, database } = await newPlace();
    const home = join(config.home, 'not', 'there', 'yet');
    await migrate(config.database, migrations);
    await database.query('ALTER TABLE agreement ADD CONSTRAINT no_room CHECK (false)');
    await expect(restore({ ...config, home })).rejects.toMatchObject({ code: 'backup.unreadable' });
    expect(await readdir(config.home)).toEqual([]);
    await database.query('ALTER TABLE agreement DROP CONSTRAINT no_room');
    await expect(restore({ ...config, home })).resolves.toMatchObject({ keyFiles: taken.keyFiles });
  });

  test('where a hub is at work', async () => {
    const home = await mkdtemp(join(folder, 'home-'));
    const before = (await region.ledger()).length;
    const inUse = { code: 'backup.target-not-empty' };
    await expect(restore({ ...hubConfig(), home })).rejects.toMatchObject(inUse);
    await expect(restore(hubConfig())).rejects.toMatchObject(inUse);
    expect((await region.ledger()).length).toBe(before);
  });

  test('of a version that knows more than this one', async () => {
    const { config } = await newPlace();
    const older = { from: backupFile(), key: { keys: [identity] }, migrations: migrations.slice(0, -1), tell: silent };
    await expect(readBackup(config, older)).rejects.toMatchObject({ code: 'backup.newer' });
  });
});

test('the owner reads every table that row security guards, so that none is backed up empty', async () => {
  const blind = `SELECT relname FROM pg_class WHERE relforcerowsecurity
    AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = relname || '_backup')`;
  expect(await region.database.query(blind)).toEqual([]);
  expect((await region.database.query('SELECT FROM pg_class WHERE relforcerowsecurity')).length).toBeGreaterThan(0);
});

test('an earlier backup of the same name is never replaced', async () => {
  const before = await readFile(backupFile());
  const again = writeBackup(hubConfig(), { out: backupFile(), key: { keys: [recipient] }, tell: silent });
  await expect(again).rejects.toMatchObject({ code: 'backup.target-not-empty' });
  expect(await readFile(backupFile())).toEqual(before);
  expect((await readdir(folder)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
});

test('a backup that breaks off leaves no file behind', async () => {
  const broken = { ...hubConfig(), home: join(folder, 'no-such-home') };
  const out = join(folder, 'broken.age');
  await expect(writeBackup(broken, { out, key: { keys: [recipient] }, tell: silent })).rejects.toThrow();
  expect((await readdir(folder)).filter((name) => name.startsWith('broken'))).toEqual([]);
});
