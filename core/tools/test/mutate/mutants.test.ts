import { describe, expect, test } from '@jest/globals';
import { applyMutant, mutantsOf } from '../../src/mutate/mutants.ts';
import { describeSurvivor, isSound, renderScores, scoresOf, type Outcome } from '../../src/mutate/score.ts';

const source = `import { one } from './one.ts';
export function check(age: number, names: readonly string[]): boolean {
  if (age < 18 && !names.includes('x')) throw new Error('young');
  console.log(age);
  return names.some((name: string) => name === 'y') ? true : one(age + 1);
}
`;

test('every place where a decision is made is changed, and no type or import is', () => {
  const changes = mutantsOf('check.ts', source).map(({ start, end, text }) => [source.slice(start, end), text]);
  expect(changes).toEqual([
    ["age < 18 && !names.includes('x')", 'true'],
    ["age < 18 && !names.includes('x')", 'false'],
    ['<', '<='],
    ['18', '(18 + 1)'],
    ['&&', '||'],
    ["!names.includes('x')", "names.includes('x')"],
    ["throw new Error('young');", ';'],
    ['console.log(age);', ';'],
    ["names.some((name         ) => name === 'y')".replace('         ', ': string'), expect.stringMatching(/^!\(/)],
    ['some', 'every'],
    ['===', '!=='],
    ['true', 'false'],
    ['+', '-'],
    ['1', '(1 + 1)'],
  ]);
});

test('one change is made, and nothing else is another', () => {
  const [, , less] = mutantsOf('check.ts', source);
  expect(less && applyMutant(source, less)).toBe(source.replace('age < 18', 'age <= 18'));
  expect(less && describeSurvivor(source, less)).toBe('3: < → <=');
});

describe('a run', () => {
  const outcome = (part: string, isNoticed: boolean): Outcome => ({
    part,
    file: `${part}.ts`,
    isNoticed,
    place: '1: a → b',
  });
  const run = (noticed: number, missed: number) =>
    scoresOf([
      ...Array.from({ length: noticed }, () => outcome('gate', true)),
      ...Array.from({ length: missed }, () => outcome('views', false)),
    ]);

  test('is sound from 85 of a hundred on, and not when nothing was tried', () => {
    expect(isSound(run(85, 15))).toBe(true);
    expect(isSound(run(84, 16))).toBe(false);
    expect(isSound(run(0, 0))).toBe(false);
  });

  test('tells each part, and each change that nobody noticed', () => {
    const text = renderScores(run(9, 1));
    expect(text).toContain('all               90.0 % (9 of 10), goal 85 %');
    expect(text).toContain('  views.ts:1: a → b');
  });
});
