import { describe, expect, test } from '@jest/globals';
import { shrink } from './shrink.ts';

const tape = Array.from({ length: 100 }, (_none, index) => index % 7);

describe('a tape that fails', () => {
  test('is cut down to what makes it fail', async () => {
    const needsTwo = async (candidate: readonly number[]) => candidate.includes(5) && candidate.includes(6);
    await expect(shrink(tape, needsTwo)).resolves.toEqual([5, 6]);
  });

  test('becomes calm where a decision must stay but not which', async () => {
    const needsLength = async (candidate: readonly number[]) => candidate.length >= 10 && candidate[9] === 2;
    await expect(shrink(tape, needsLength)).resolves.toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
  });

  test('stays as it is when nothing smaller fails', async () => {
    await expect(shrink(tape, async () => false)).resolves.toEqual(tape);
  });
});
