import { expect, test } from '@jest/globals';
import { isDoneWithin } from '../src/done-within.ts';

test('work that ends in time is done, also when it ends badly', async () => {
  expect(await isDoneWithin(10_000, Promise.resolve())).toBe(true);
  expect(await isDoneWithin(10_000, Promise.reject(new Error('it went wrong')))).toBe(true);
});

test('work that hangs is waited for no longer than was said', async () => {
  expect(await isDoneWithin(1, new Promise(() => undefined))).toBe(false);
});
