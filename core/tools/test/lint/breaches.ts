/** Code that breaks exactly one lint rule. */
interface Breach {
  rule: string;
  code: string;
  /** Where the file stands; a source file when not given. */
  folder?: 'src' | 'test';
}

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

const sizes: Breach[] = [
  { rule: 'eslint(max-lines)', code: lines(201, (i) => `export const value${i} = ${i};`) },
  {
    rule: 'eslint(max-lines-per-function)',
    code: `export function long(): number {\n  let sum = 0;\n${lines(38, (i) => `  sum += ${i};`)}\n  return sum;\n}`,
  },
  {
    rule: 'eslint(complexity)',
    code: `export function branch(value: number): number {\n${lines(8, (i) => `  if (value === ${i}) return ${i * i};`)}\n  return value;\n}`,
  },
  {
    rule: 'eslint(max-params)',
    code: 'export function many(one: number, two: number, three: number, four: number): number {\n  return one + two + three + four;\n}',
  },
  {
    rule: 'eslint(max-depth)',
    code: 'export function deep(list: number[]): void {\n  for (const one of list) { if (one > 1) { while (one > 2) { if (one > 3) { return; } } } }\n}',
  },
];

const later = 'async function later(): Promise<boolean> {\n  return true;\n}\n';

const promisesAndUnions: Breach[] = [
  { rule: 'typescript(no-floating-promises)', code: `${later}export function go(): void {\n  later();\n}` },
  { rule: 'typescript(no-misused-promises)', code: `${later}export const asked = [1].filter(later);` },
  {
    rule: 'typescript(await-thenable)',
    code: 'export async function wait(one: number): Promise<void> {\n  await one;\n}',
  },
  {
    rule: 'typescript(switch-exhaustiveness-check)',
    code: `export function paint(color: 'red' | 'green'): number | undefined {\n  switch (color) { case 'red': return 1; }\n  return undefined;\n}`,
  },
  { rule: 'typescript(only-throw-error)', code: `export function fail(): never {\n  throw 'text';\n}` },
];

const surprises: Breach[] = [
  { rule: 'import(no-default-export)', code: 'const value = 1;\nexport default value;' },
  { rule: 'typescript(no-explicit-any)', code: 'export const keep = (value: any): unknown => value;' },
  { rule: 'typescript(no-non-null-assertion)', code: 'export const first = (list: string[]): string => list[0]!;' },
  { rule: 'eslint(no-console)', code: `console.log('said');` },
  { rule: 'eslint(id-length)', code: 'export const total = (n: number): number => n + 1;' },
  {
    rule: 'eslint(no-nested-ternary)',
    code: 'export const pick = (value: number) => (value > 1 ? 2 : value > 0 ? 1 : 0);',
  },
  { rule: 'eslint(no-empty)', code: 'export function quiet(act: () => void): void {\n  try { act(); } catch {}\n}' },
];

const inTest = (code: string) => `import { expect, test } from '@jest/globals';\n${code}`;

const tests: Breach[] = [
  {
    rule: 'jest(no-disabled-tests)',
    code: inTest(`test.skip('is skipped', () => { expect(1).toBe(1); });`),
    folder: 'test',
  },
  {
    rule: 'jest(no-focused-tests)',
    code: inTest(`test.only('is alone', () => { expect(1).toBe(1); });`),
    folder: 'test',
  },
  { rule: 'jest(expect-expect)', code: inTest(`test('is empty', () => {});\nexpect(1).toBe(1);`), folder: 'test' },
  { rule: 'jest(valid-expect)', code: inTest(`test('asserts nothing', () => { expect(1); });`), folder: 'test' },
  {
    rule: 'eslint(no-restricted-properties)',
    code: `import { test } from '@jest/globals';\ntest.todo('comes later');`,
    folder: 'test',
  },
];

export const breaches: Breach[] = [...sizes, ...promisesAndUnions, ...surprises, ...tests];
