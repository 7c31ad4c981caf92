import { expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { RateLimit } from '../../src/hooks/rate-limit.ts';

test('each key has its own requests per second, and gets them back with the next second', () => {
  let now = 1000;
  const rate = new RateLimit(2, { now: () => now });
  rate.take('one');
  rate.take('one');
  rate.take('other');
  now = 1400;
  expect(() => rate.take('one')).toThrow(new KoppelError('rate.exceeded'));
  expect(() => rate.take('one')).toThrow(expect.objectContaining({ details: { retryAfterMs: 600 } }));
  now = 2000;
  expect(() => rate.take('one')).not.toThrow();
});
