import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { linkLibraries, preparePostgresBinaries } from '../../src/postgres/binaries.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'koppel-binaries-'));
  await mkdir(join(root, 'native/lib'), { recursive: true });
  await writeFile(join(root, 'native/lib/libx.so.1.2'), 'library');
  const list = [
    { source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' },
    { source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so' },
  ];
  await writeFile(join(root, 'native/pg-symlinks.json'), JSON.stringify(list));
});

afterEach(() => rm(root, { recursive: true, force: true }));

test('the links that an install script would have made are made, however many ask at once', async () => {
  await Promise.all([1, 2, 3, 4].map(() => linkLibraries(root)));
  await linkLibraries(root);
  expect(await readlink(join(root, 'native/lib/libx.so'))).toBe('libx.so.1.2');
  expect(await readFile(join(root, 'native/lib/libx.so.1'), 'utf8')).toBe('library');
});

test('a package that cannot be written to is an error, not a half made one', async () => {
  await rm(join(root, 'native/lib'), { recursive: true });
  await expect(linkLibraries(root)).rejects.toThrow('ENOENT');
});

test('the programs of this machine are found and complete', async () => {
  const { initdb, postgres } = await preparePostgresBinaries();
  expect([initdb, postgres].every((path) => path.startsWith('/'))).toBe(true);
});
