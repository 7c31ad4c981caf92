import { performance } from 'node:perf_hooks';
import { expect } from '@jest/globals';

const rounds = 15;
/** What a machine under test may add to one of two medians without anybody having done more work. */
const noiseMs = 4;

/** Somebody else's work slows one of two medians now and then; a difference in ours is there every time. */
const attempts = 3;

/** Asks both in turn and compares medians: whoever is refused learns nothing from how long the refusal took. */
export async function expectSameTimeClass(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<void> {
  const apart: (readonly [number, number])[] = [];
  while (apart.length < attempts) {
    const [first, second] = await mediansOf(one, other);
    if (Math.max(first, second) < Math.min(first, second) * 2 + noiseMs) return;
    apart.push([first, second]);
  }
  expect(apart).toEqual('the same time for both, once at least');
}

async function mediansOf(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times[0].push(await timeOf(one));
    times[1].push(await timeOf(other));
  }
  return [median(times[0]), median(times[1])];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

const median = (values: number[]): number => values.toSorted((one, other) => one - other)[rounds >> 1] as number;
