import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readOrCreateSecret } from '../src/secret-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'koppel-secret-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a secret that is not there is made once, for its owner only, however many ask', async () => {
  const file = join(folder, 'deep', 'secret');
  const secret = await readOrCreateSecret(file);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  await expect(Promise.all([readOrCreateSecret(file), readOrCreateSecret(file)])).resolves.toEqual([secret, secret]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a secret that somebody else put there is used as it is', async () => {
  const file = join(folder, 'secret');
  await writeFile(file, `${'s'.repeat(32)}\n`);
  await expect(readOrCreateSecret(file)).resolves.toBe('s'.repeat(32));
});

test('a secret that is too short is refused and stays', async () => {
  const file = join(folder, 'secret');
  await writeFile(file, 'short');
  await expect(readOrCreateSecret(file)).rejects.toThrow('too short');
  await expect(readFile(file, 'utf8')).resolves.toBe('short');
});

test('a place that cannot hold a secret is named', async () => {
  await writeFile(join(folder, 'a-file'), '');
  await expect(readOrCreateSecret(join(folder, 'a-file', 'secret'))).rejects.toMatchObject({ code: 'config.invalid' });
});
