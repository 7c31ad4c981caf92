import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { acquireLock } from '../src/home-lock.ts';

let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'koppel-lock-'));
  file = join(dir, 'lock');
});

afterEach(() => rm(dir, { recursive: true }));

test('a lock is held by one at a time and can be taken again after its release', async () => {
  const lock = await acquireLock(file, 'The home');
  await expect(acquireLock(file, 'The home')).rejects.toMatchObject({ fault: 'in-use' });
  await lock.release();
  await (await acquireLock(file, 'The home')).release();
  expect(await readdir(dir)).toEqual([]);
});

test('the sentence names what is locked and by whom', async () => {
  await acquireLock(file, 'The home');
  await expect(acquireLock(file, 'The home')).rejects.toThrow(`The home is in use by process ${process.pid}`);
});

test.each([
  ['a process that is gone', JSON.stringify({ pid: 2 ** 30, began: '1' })],
  ['another process that got the same number later', JSON.stringify({ pid: process.pid, began: 'earlier' })],
  ['a writer that was cut off', '{"pid":'],
])('a lock left by %s is taken over', async (_who, content) => {
  await writeFile(file, content);
  await expect(acquireLock(file, 'The home')).resolves.toBeDefined();
});

test('of many that find a dead lock at once, one gets it', async () => {
  await writeFile(file, JSON.stringify({ pid: 2 ** 30, began: '1' }));
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(file, 'The home')));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
