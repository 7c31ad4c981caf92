import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { mutantsOf } from '../../src/mutate/mutants.ts';
import { targets } from '../../src/mutate/targets.ts';
import { Trials } from '../../src/mutate/trial.ts';
import { repositoryRoot } from '../../src/workspaces.ts';

const tests = ['core/ledger/test/merkle/verify-proof.test.ts'];
const file = join(repositoryRoot, 'core/ledger/src/merkle/verify-proof.ts');

const trials = new Trials();
afterAll(() => trials.close());

test('a change is noticed, and the run without one before and after it is not mistaken for that', async () => {
  const text = await readFile(file, 'utf8');
  const [change] = mutantsOf(file, text);
  const none = { file, start: 0, end: 0, text: '' };
  expect(await trials.passes(tests)).toBe(true);
  expect(change && (await trials.passes(tests, change))).toBe(false);
  expect(await trials.passes(tests, none)).toBe(true);
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('a change that makes a loop without end is noticed, and the next run begins anew', async () => {
  const text = await readFile(file, 'utf8');
  const start = text.indexOf('this.#node % 2 === 1) this.#up()');
  const endless = { file, start, end: start + 'this.#node % 2 === 1'.length, text: 'true' };
  expect(await trials.passes(tests, endless, 5000)).toBe(false);
  expect(await trials.passes(tests)).toBe(true);
});

test('every target has its file and its tests, and something in it to change', async () => {
  for (const target of targets) {
    const path = join(repositoryRoot, target.file);
    expect([target.file, mutantsOf(path, await readFile(path, 'utf8')).length > 0]).toEqual([target.file, true]);
    for (const own of target.tests)
      expect((await readFile(join(repositoryRoot, own), 'utf8')).length).toBeGreaterThan(0);
  }
});
