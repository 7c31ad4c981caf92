import { describe, expect, test } from '@jest/globals';
import { Together } from '../../src/identity/together.ts';

interface Asked {
  readonly questions: readonly number[];
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

/** Doubles numbers, when it is told to. */
function doubling(): { readonly together: Together<number, number>; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const together = new Together<number, number>((questions) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>();
    asked.push({ questions, answer: () => resolve(questions.map((number) => 2 * number)), fail: reject });
    return promise;
  });
  return { together, asked };
}

/** Until everything that could go on went on. */
const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('questions that are asked together', () => {
  test('leave at once, and those that come meanwhile leave as one when that is answered', async () => {
    const { together, asked } = doubling();
    const [first, second, third] = [together.ask(1), together.ask(2), together.ask(3)];
    expect(asked.map(({ questions }) => questions)).toEqual([[1]]);
    asked[0]?.answer();
    expect(await first).toBe(2);
    await aTurn();
    expect(asked.map(({ questions }) => questions)).toEqual([[1], [2, 3]]);
    asked[1]?.answer();
    expect(await Promise.all([second, third])).toEqual([4, 6]);
  });

  test('are never answered by what left before they were asked', async () => {
    const { together, asked } = doubling();
    const first = together.ask(1);
    const again = together.ask(1);
    asked[0]?.answer();
    await first;
    await aTurn();
    expect(asked).toHaveLength(2);
    asked[1]?.answer();
    expect(await again).toBe(2);
  });

  test('fail together, and those after them do not', async () => {
    const { together, asked } = doubling();
    const [first, second] = [together.ask(1), together.ask(2)];
    asked[0]?.fail(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await aTurn();
    asked[1]?.answer();
    expect(await second).toBe(4);
    await aTurn();
    const third = together.ask(3);
    asked[2]?.answer();
    expect(await third).toBe(6);
  });
});
