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

test('a method that every object has is left alone', () => {
  expect(mutantsOf('name.ts', 'export const name = (one: object): string => one.toString();')).toEqual([]);
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
  const of = (part: string, noticed: number, missed: number): Outcome[] => [
    ...Array.from({ length: noticed }, () => outcome(part, true)),
    ...Array.from({ length: missed }, () => outcome(part, false)),
  ];
  const run = (part: string, noticed: number, missed: number) => scoresOf(of(part, noticed, missed));

  test('is sound when 85 of a hundred were noticed in every file, and not when nothing was tried', () => {
    expect(isSound(run('gate', 85, 15))).toBe(true);
    expect(isSound(run('gate', 84, 16))).toBe(false);
    expect(isSound(run('gate', 0, 0))).toBe(false);
    expect(isSound(scoresOf([...of('gate', 100, 0), ...of('views', 84, 16)]))).toBe(false);
  });

  test('tells each file, and each change that nobody noticed', () => {
    const text = renderScores(scoresOf([...of('gate', 7, 0), ...of('views', 2, 1)]));
    expect(text).toMatch(/^ {2}gate +gate\.ts +100\.0 % \(7 of 7\)$/m);
    expect(text).toMatch(/^ {2}views +views\.ts +66\.7 % \(2 of 3\)$/m);
    expect(text).toMatch(/^ {2}all +90\.0 % \(9 of 10\)$/m);
    expect(text).toContain('  views.ts:1: a → b');
  });
});
