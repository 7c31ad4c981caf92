import { expect } from '@jest/globals';

/** Work that must take less than a second of processor time, however busy the machine is with other things. */
export function withinSecond<Result>(work: () => Result): Result {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1000);
  return result;
}
