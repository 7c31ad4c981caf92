import { performance } from 'node:perf_hooks';
import { expect } from '@jest/globals';

const rounds = 15;
/** What a machine under test may add to one of two medians without anybody having done more work. */
const noiseMs = 4;

/** Asks both in turn and compares medians: whoever is refused learns nothing from how long the refusal took. */
export async function expectSameTimeClass(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<void> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times[0].push(await timeOf(one));
    times[1].push(await timeOf(other));
  }
  const [first, second] = times.map(median) as [number, number];
  expect(Math.max(first, second)).toBeLessThan(Math.min(first, second) * 2 + noiseMs);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

const median = (values: number[]): number => values.toSorted((one, other) => one - other)[rounds >> 1] as number;
