import { expect, test } from '@jest/globals';
import { IndexSequence } from '../../src/verify/index-sequence.ts';

const one = Buffer.alloc(32, 1);
const other = Buffer.alloc(32, 2);

test('an index that was read before is a replay with the same leaf hash and an insertion with another', () => {
  const sequence = new IndexSequence(7);
  expect(sequence.place(7, one)).toBe('next');
  expect(sequence.place(7, one)).toBe('replayed');
  expect(sequence.place(7, other)).toBe('inserted');
  expect(sequence.next).toBe(8);
});

test('an index whose leaf hash is no longer remembered is a replay', () => {
  const sequence = new IndexSequence(0);
  for (let index = 0; index < 5000; index += 1) sequence.place(index, one);
  expect(sequence.place(904, other)).toBe('inserted');
  expect(sequence.place(903, other)).toBe('replayed');
});

test('an index from the latest gap is out of order, one from behind it is not', () => {
  const sequence = new IndexSequence(0);
  sequence.place(0, one);
  expect(sequence.place(4, one)).toBe('gap');
  expect(sequence.lastGap).toBe(1);
  expect(sequence.place(3, one)).toBe('reordered');
  expect(sequence.place(0, one)).toBe('replayed');
});
