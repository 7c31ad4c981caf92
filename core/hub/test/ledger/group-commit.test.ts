import { describe, expect, test } from '@jest/globals';
import { GroupCommit } from '../../src/ledger/group-commit.ts';

/** A commit that a test lets through one by one. */
function aCommit(options: { maxBatch?: number; maxWaiting?: number } = {}) {
  const observed: { readonly entries: number; readonly lagMs: number }[] = [];
  const batches: string[][] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  let size = 0;
  const commits = new GroupCommit<string>({
    maxBatch: 100,
    maxWaiting: 1000,
    ...options,
    observe: (batch) => observed.push(batch),
    commit: async (items) => {
      batches.push([...items]);
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      await gate.promise;
      const first = size;
      size += items.length;
      return first;
    },
  });
  const settle = async (reason?: Error): Promise<void> => {
    const gate = gates.shift();
    if (reason) gate?.reject(reason);
    else gate?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { commits, batches, observed, settle };
}

describe('group commit', () => {
  test('commits the first item alone and everything that came meanwhile together', async () => {
    const { commits, batches, settle } = aCommit();
    const indexes = ['a', 'b', 'c'].map((item) => commits.append([item]));
    await settle();
    await settle();
    expect(batches).toEqual([['a'], ['b', 'c']]);
    await expect(Promise.all(indexes)).resolves.toEqual([[0], [1], [2]]);
  });

  test('gives each caller the indexes of its own items, in order', async () => {
    const { commits, settle } = aCommit();
    const indexes = [commits.append(['a']), commits.append(['b', 'c']), commits.append(['d'])];
    await settle();
    await settle();
    await expect(Promise.all(indexes)).resolves.toEqual([[0], [1, 2], [3]]);
  });

  test('tells everybody in a failed batch, and goes on with the next', async () => {
    const { commits, settle } = aCommit();
    const failed = commits.append(['a']);
    const next = commits.append(['b']);
    const outcomes = Promise.allSettled([failed, next]);
    await settle(new Error('disk'));
    await settle();
    await expect(outcomes).resolves.toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: [0] }]);
  });

  test('keeps batches within their bound, without tearing one caller’s items apart', async () => {
    const { commits, batches, settle } = aCommit({ maxBatch: 2 });
    const all = [['a'], ['b'], ['c', 'd', 'e'], ['f']].map((items) => commits.append(items));
    for (let i = 0; i < 4; i += 1) await settle();
    await Promise.all(all);
    expect(batches).toEqual([['a'], ['b'], ['c', 'd', 'e'], ['f']]);
  });

  test('refuses at once when too much is waiting', async () => {
    const { commits, settle } = aCommit({ maxWaiting: 2 });
    const accepted = [commits.append(['a']), commits.append(['b']), commits.append(['c'])];
    await expect(commits.append(['d'])).rejects.toMatchObject({
      code: 'ledger.unavailable',
      details: { retryAfterMs: 1000 },
    });
    await settle();
    await settle();
    await expect(Promise.all(accepted)).resolves.toHaveLength(3);
  });

  test('takes as much again once what waited is on its way', async () => {
    const { commits, settle } = aCommit({ maxWaiting: 2 });
    for (let round = 0; round < 3; round += 1) {
      const accepted = commits.append(['a', 'b']);
      await settle();
      await expect(accepted).resolves.toEqual([2 * round, 2 * round + 1]);
    }
  });

  test('tells of each batch how many entries it had and how long the first of them waited', async () => {
    const { commits, observed, settle } = aCommit();
    const before = performance.now();
    const all = [commits.append(['a', 'b']), commits.append(['c']), commits.append(['d'])];
    await settle();
    await settle();
    await Promise.all(all);
    expect(observed.map(({ entries }) => entries)).toEqual([2, 2]);
    const lags = observed.map(({ lagMs }) => lagMs);
    expect(Math.min(...lags)).toBeGreaterThan(0);
    expect(Math.max(...lags)).toBeLessThanOrEqual(performance.now() - before);
  });

  test('tells nothing of a batch that failed', async () => {
    const { commits, observed, settle } = aCommit();
    const outcome = Promise.allSettled([commits.append(['a'])]);
    await settle(new Error('disk'));
    expect(await outcome).toMatchObject([{ status: 'rejected' }]);
    expect(observed).toEqual([]);
  });
});
