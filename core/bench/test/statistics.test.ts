import { describe, expect, test } from '@jest/globals';
import { quantile } from '../src/load/tally.ts';
import { spreadOf } from '../src/statistics.ts';

describe('a spread', () => {
  test('has the value in the middle, whatever the order', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  });

  test('of an even number has the mean of the two in the middle', () => {
    expect(spreadOf([4, 1, 2, 30])).toEqual({ median: 3, min: 1, max: 30 });
  });
});

describe('a quantile is one of the values, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  test.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('%d of a hundred', (share, value) => {
    expect(quantile(hundred, share)).toBe(value);
  });

  test('of nothing is not a number', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});
