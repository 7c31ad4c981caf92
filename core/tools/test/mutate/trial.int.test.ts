import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { mutantsOf } from '../../src/mutate/mutants.ts';
import { targets } from '../../src/mutate/targets.ts';
import { passes } from '../../src/mutate/trial.ts';
import { repositoryRoot } from '../../src/workspaces.ts';

const tests = ['core/ledger/test/merkle/verify-proof.test.ts'];
const file = join(repositoryRoot, 'core/ledger/src/merkle/verify-proof.ts');

test('a change is noticed, and the same run without one is not mistaken for that', async () => {
  const text = await readFile(file, 'utf8');
  const [change] = mutantsOf(file, text);
  expect(await passes(tests, { file, start: 0, end: 0, text: '' })).toBe(true);
  expect(change && (await passes(tests, change))).toBe(false);
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('every target has its file and its tests, and something in it to change', async () => {
  for (const target of targets) {
    const path = join(repositoryRoot, target.file);
    expect([target.file, mutantsOf(path, await readFile(path, 'utf8')).length > 0]).toEqual([target.file, true]);
    for (const own of target.tests)
      expect((await readFile(join(repositoryRoot, own), 'utf8')).length).toBeGreaterThan(0);
  }
});
