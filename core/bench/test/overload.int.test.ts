import { describe, expect, test } from '@jest/globals';
import type { LoadResult } from '../src/load/order.ts';
import { overloadHelp, readOverloadOptions } from '../src/overload/options.ts';
import { isSound, renderOverloadTable, summarise, type OverloadRound } from '../src/overload/results.ts';
import { runOverload } from '../src/overload/run-overload.ts';

describe('the options of the benchmark of a rush', () => {
  test('have defaults', () => {
    const defaults = { isJson: false, rounds: 5, seconds: 5, warmUpSeconds: 10, inFlight: 64, times: 3 };
    expect(readOverloadOptions([])).toEqual(defaults);
  });

  test.each([
    [['--times', '0'], /--times takes whole numbers/],
    [['--in-flight', 'all'], /--in-flight takes whole numbers/],
    [['--round', '1'], /--round/],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readOverloadOptions(args)).toThrow(sentence);
  });

  test('are explained with examples when help is asked for', () => {
    expect(readOverloadOptions(['--help'])).toBeUndefined();
    expect(overloadHelp).toMatch(/Examples:\n(?: {2}npm run bench -- overload.*\n){2,}/);
  });
});

const load = (change: Partial<LoadResult>): LoadResult => ({
  answers: 100,
  errors: 0,
  complaints: [],
  perSecond: 100,
  p50Ms: 10,
  p99Ms: 20,
  refused: 0,
  refusedP99Ms: Number.NaN,
  ...change,
});

const rushOf = (p99Ms: number, change: Partial<LoadResult> = {}): OverloadRound => ({
  calm: load({}),
  rush: load({ p99Ms, refused: 400, refusedP99Ms: 7, ...change }),
  after: load({}),
  recoveredMs: 1000,
});

test('who is answered in a rush is compared with who was answered before it, within a round', () => {
  const results = summarise({ rounds: [rushOf(20), rushOf(60)], seconds: 2, isVerified: true });
  expect(results.p99Ratio).toEqual({ median: 2, min: 1, max: 3 });
  expect(results.rush.refusedPerSecond.median).toBe(200);
  expect(renderOverloadTable(results)).toContain('told to come back 200 (200–200)/s, p99 7.0 (7.0–7.0) ms');
});

test('a wrong answer and a log that does not verify make the whole of it unsound', () => {
  const sound = { rounds: [rushOf(20)], seconds: 2, isVerified: true };
  expect(isSound(summarise(sound))).toBe(true);
  expect(isSound(summarise({ ...sound, isVerified: false }))).toBe(false);
  expect(isSound(summarise({ ...sound, rounds: [rushOf(20, { errors: 1 })] }))).toBe(false);
});

test('a real hub that is full tells callers to come back, and nobody gets a wrong answer', async () => {
  const options = { isJson: true, rounds: 1, seconds: 1, warmUpSeconds: 1, inFlight: 2, times: 4 };
  const told: string[] = [];
  const results = await runOverload(options, (sentence) => told.push(sentence));
  if (results.errors > 0) throw new Error(told.join('; '));
  expect(results).toMatchObject({ errors: 0, isVerified: true });
  expect([results.rush.refusedPerSecond.median > 0, results.rush.perSecond.median > 0]).toEqual([true, true]);
}, 120_000);
