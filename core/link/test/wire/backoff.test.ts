import { expect, test } from '@jest/globals';
import { Backoff } from '../../src/wire/backoff.ts';

test('Waits double from 50 ms to 5 s and begin anew after a success', () => {
  const backoff = new Backoff(() => 0);
  const waits: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    waits.push(backoff.waitMs);
    backoff.failed();
  }
  expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  backoff.succeeded();
  expect(backoff.waitMs).toBe(50);
});

test('Chance takes at most half of a wait, and the wait of one attempt stays the same', () => {
  const draws = [0.999, 0.5, 0.1];
  const backoff = new Backoff(() => draws.shift() ?? 0);
  expect(backoff.waitMs).toBe(25);
  expect(backoff.waitMs).toBe(25);
  backoff.failed();
  expect(backoff.waitMs).toBe(75);
});
