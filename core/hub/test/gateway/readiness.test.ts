import { expect, test } from '@jest/globals';
import { ReadinessCheck } from '../../src/gateway/readiness.ts';

const up = async () => true;

test('a hub is ready when everything it needs is', async () => {
  expect(await new ReadinessCheck({ database: up, link: () => true }).run()).toEqual({
    status: 'ready',
    checks: { database: true, link: true },
  });
});

test.each([
  ['says no', async () => false],
  [
    'throws',
    () => {
      throw new Error('password of the database');
    },
  ],
  ['rejects', () => Promise.reject(new Error('password of the database'))],
  ['never answers', () => new Promise<boolean>(() => undefined)],
])('a hub is not ready when one thing %s; it is named and nothing more is told', async (_title, probe) => {
  expect(await new ReadinessCheck({ database: up, ledger: probe }).run()).toEqual({
    status: 'not-ready',
    checks: { database: true, ledger: false },
  });
});

test('askers at the same moment share one run, later ones get a new one', async () => {
  let runs = 0;
  const check = new ReadinessCheck({
    database: async () => {
      runs += 1;
      return true;
    },
  });
  await Promise.all([check.run(), check.run(), check.run()]);
  expect(runs).toBe(1);
  await check.run();
  expect(runs).toBe(2);
});
