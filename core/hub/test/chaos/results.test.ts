import { expect, test } from '@jest/globals';
import { isSound, summarise, type TrialResult } from './results.ts';

const trial: TrialResult = {
  fault: 'kill-hub',
  seed: 1,
  lost: 0,
  doubled: 0,
  unlogged: 0,
  recoveryMs: 900,
  recoversWithinMs: 5000,
};
const rest = { broken: [], fellByItself: [], unverified: 0, answered: 10, notRun: {}, seconds: 1 };
const summaryOf = (...changes: readonly Partial<TrialResult>[]) =>
  summarise({ ...rest, results: changes.map((change) => ({ ...trial, ...change })) });

test('a campaign is sound when nothing was wrong and everything was back in time', () => {
  const results = summaryOf({}, { seed: 2, recoveryMs: 1100 }, { seed: 3, recoveryMs: 1000 });
  expect(isSound(results)).toBe(true);
  expect(results.seeds).toEqual({ first: 1, last: 3 });
  expect(results.byFault).toEqual({
    'kill-hub': { trials: 3, recovery: { median: 1000, worst: 1100, limit: 5000 }, late: 0 },
  });
});

test.each<[string, Partial<TrialResult>]>([
  ['lost something', { lost: 1 }],
  ['did something twice', { doubled: 1 }],
  ['let something out unseen', { unlogged: 1 }],
  ['took too long', { recoveryMs: 5001 }],
  ['never came back', { recoveryMs: null }],
])('a campaign is not sound when one trial %s', (_title, change) => {
  expect(isSound(summaryOf({}, change))).toBe(false);
});

test('a campaign without a trial, or with a ledger that does not verify, is not sound', () => {
  expect(isSound(summaryOf())).toBe(false);
  expect(isSound({ ...summaryOf({}), unverified: 1 })).toBe(false);
});

test('a campaign in which something ended by itself is not sound', () => {
  const results = summarise({ ...rest, results: [trial], fellByItself: ['hub-a', 'hub-a'] });
  expect([results.fellByItself, isSound(results)]).toEqual([{ 'hub-a': 2 }, false]);
});

test('what callers were told is counted by code', () => {
  const told = ['hub.failed', 'request.invalid', 'hub.failed'];
  expect(summarise({ ...rest, broken: told, results: [trial] }).broken).toEqual({
    'hub.failed': 2,
    'request.invalid': 1,
  });
});
