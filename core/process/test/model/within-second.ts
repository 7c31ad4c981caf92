import { expect } from '@jest/globals';

const tries = 3;

/**
 * Work that must take less than a second of processor time. A crowded machine makes the same work take more of it, never
 * less, so the least of a few tries counts.
 */
export function withinSecond<Result>(work: () => Result): Result {
  const [result, firstMs] = timed(work);
  let leastMs = firstMs;
  for (let again = 1; again < tries && leastMs >= 1000; again += 1) leastMs = Math.min(leastMs, timed(work)[1]);
  expect(leastMs).toBeLessThan(1000);
  return result;
}

function timed<Result>(work: () => Result): [result: Result, processorMs: number] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1000];
}
