import { expect, test } from '@jest/globals';
import { Random } from '../../src/population/random.ts';

test('the same seed gives the same sequence, another seed another one', () => {
  const sequence = (seed: number): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.between(0, 1_000_000));
  };
  expect(sequence(7)).toEqual(sequence(7));
  expect(sequence(7)).not.toEqual(sequence(8));
});

test('between reaches both ends and nothing else', () => {
  const random = new Random(1);
  const seen = new Set(Array.from({ length: 200 }, () => random.between(3, 5)));
  expect([...seen].toSorted((left, right) => left - right)).toEqual([3, 4, 5]);
});

test('a sample holds different items', () => {
  const random = new Random(1);
  const sample = random.sample(['left', 'right'], 10);
  expect(new Set(sample).size).toBe(sample.length);
});

test('picking from nothing is an error', () => {
  expect(() => new Random(1).pick([])).toThrow(RangeError);
});
