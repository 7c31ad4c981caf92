import { expect, test } from '@jest/globals';
import { RecentUuids } from '../../src/verify/recent-uuids.ts';

const [one, other] = [Uint32Array.of(1, 2, 3, 4), Uint32Array.of(1, 2, 3, 5)];
const windowMs = 100;

function uuidsAt(startMs: number, kept: readonly number[] = []): RecentUuids {
  const uuids = new RecentUuids(windowMs, kept);
  uuids.advance(startMs);
  return uuids;
}

test('a UUID gives back the value that it had before, and none when it had none', () => {
  const uuids = uuidsAt(0);
  expect([uuids.swap(one, 3), uuids.swap(other, 4), uuids.swap(one, 5), uuids.swap(one, 6)]).toEqual([0, 0, 3, 5]);
});

test.each([
  [[1099], 3],
  [[1100, 1199], 3],
  [[1100, 1199, 1200], 0],
])('a UUID of the instant 1000 is remembered for one window of 100 and less than two: %j', (times, value) => {
  const uuids = uuidsAt(1000);
  uuids.swap(one, 3);
  for (const now of times) uuids.advance(now);
  expect(uuids.swap(one, 9)).toBe(value);
});

test('a UUID of a value that is kept is remembered whatever the time, until it gets another', () => {
  const uuids = uuidsAt(0, [7]);
  uuids.swap(one, 7);
  uuids.swap(other, 8);
  for (let now = 0; now <= 1000; now += 50) uuids.advance(now);
  expect([uuids.swap(one, 8), uuids.swap(other, 8)]).toEqual([7, 0]);
  for (let now = 1000; now <= 2000; now += 50) uuids.advance(now);
  expect(uuids.swap(one, 8)).toBe(0);
});
