import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import { meetHub } from '../meet-hub.ts';

let folder: string;
let database: TestDatabase;
let env: Record<string, string>;

/** A hub that never ran: a database with its logins and nothing in it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'koppel-cli-backup-'));
  database = await createTestDatabase();
  await mkdir(join(folder, 'home'));
  const { config } = database;
  const hub = {
    origin: 'koppel.test/hub',
    home: join(folder, 'home'),
    issuer: 'http://127.0.0.1:8080',
    database: config,
    link: { kind: 'memory', adapters: [] },
  };
  await writeFile(join(folder, 'hub.json'), JSON.stringify(hub));
  await writeFile(join(folder, 'passphrase'), 'correct horse battery staple\n');
  env = { KOPPEL_CONFIG: join(folder, 'hub.json') };
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('koppel backup and koppel restore', () => {
  test('ask who may open the backup before they do anything', async () => {
    const { koppel } = await meetHub();
    const out = join(folder, 'hub.age');
    expect(await koppel.run(['backup', '--out', out])).toMatchObject({ exitCode: 2 });
    expect(await koppel.run(['restore', out])).toMatchObject({ exitCode: 2 });
    await expect(access(out)).rejects.toThrow();
  });

  test('say that a file is no backup, with the code of the problem', async () => {
    const { koppel } = await meetHub();
    const file = join(folder, 'not-a-backup');
    await writeFile(file, 'not a backup');
    const words = [
      'restore',
      file,
      '--passphrase-file',
      join(folder, 'passphrase'),
      '--config',
      env['KOPPEL_CONFIG'] ?? '',
    ];
    const { exitCode, errors } = await koppel.run(words);
    expect(exitCode).toBe(3);
    expect(errors).toContain('backup.unreadable: The backup cannot be read: the key is another');
  });

  test('say in words what is wrong with what they were given', async () => {
    const { koppel } = await meetHub();
    const told = async (...words: string[]) =>
      (await koppel.run([...words, '--config', env['KOPPEL_CONFIG'] ?? ''])).errors;
    const out = join(folder, 'hub.age');
    expect(await told('backup', '--out', out, '--recipient', 'somebody')).toContain('recipient');
    expect(await told('backup', '--out', out, '--passphrase-file', '/nowhere')).toContain('/nowhere');
    await expect(access(out)).rejects.toThrow();
  });
});
