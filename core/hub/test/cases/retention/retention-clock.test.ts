import { expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { ItemStore } from '../../../src/cases/item/item.store.ts';
import { RetentionClock } from '../../../src/cases/retention/retention-clock.ts';
import type { ProcessTools } from '../../../src/platform/process/open-process.ts';
import type { Commit } from '../../../src/platform/process/process-writer.ts';

const root = (id: string) => ({
  id,
  root: id,
  kind: 'conference',
  collaboration: 'example-region',
  model: 'a-model',
  version: 1,
  state: 'closed',
  retention: { status: 'active', endsAt: '2026-01-01T00:00:00.000Z', lockedYears: 5, decision: null },
});

/** A house in which these roots are due, and in which committing one of them fails. */
function houseWith(ids: readonly string[], failing: string, code: 'hub.failed' | 'ledger.unavailable') {
  const done: string[] = [];
  const tools = {
    clock: { now: () => Date.parse('2026-02-01T00:00:00Z') },
    models: { get: () => Promise.resolve({}) },
    desk: {
      within: (collaborations: readonly string[]) =>
        Promise.resolve(collaborations.length === 0 ? ['example-region'] : []),
      listWithin: (_collaborations: unknown, { parameters }: { parameters: readonly unknown[] }) =>
        Promise.resolve(parameters[0] instanceof Date ? ids.filter((id) => !done.includes(id)).map(root) : []),
      commit: ({ changes: [change] }: Commit) => {
        if (change?.stream === failing) return Promise.reject(new KoppelError(code));
        done.push(String(change?.stream));
        return Promise.resolve([]);
      },
    },
  };
  return { done, clock: new RetentionClock(tools as unknown as ProcessTools, {} as ItemStore) };
}

test('what cannot be locked does not keep the rest, and is told afterwards', async () => {
  const { done, clock } = houseWith(['a', 'b', 'c'], 'a', 'hub.failed');
  await expect(clock.run()).rejects.toMatchObject({ code: 'hub.failed' });
  expect(done).toEqual(['b', 'c']);
});

test('nothing is locked while the log takes nothing', async () => {
  const { done, clock } = houseWith(['a', 'b'], 'a', 'ledger.unavailable');
  await expect(clock.run()).rejects.toMatchObject({ code: 'ledger.unavailable' });
  expect(done).toEqual([]);
});
