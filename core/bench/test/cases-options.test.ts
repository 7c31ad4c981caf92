import { describe, expect, test } from '@jest/globals';
import { casesHelp, readCasesOptions } from '../src/cases/options.ts';

describe('the options of the benchmark of cases', () => {
  test('have defaults', () => {
    const sizes = [10_000, 100_000, 1_000_000];
    expect(readCasesOptions([])).toEqual({ isJson: false, sizes, rounds: 5, requests: 100 });
  });

  test('are read from the command line', () => {
    const args = ['--json', '--sizes', '200,1000', '--rounds', '2', '--requests', '10', '--home', 'there'];
    expect(readCasesOptions(args)).toEqual({
      isJson: true,
      sizes: [200, 1000],
      rounds: 2,
      requests: 10,
      home: 'there',
    });
  });

  test.each([
    [['--sizes', '250'], /whole hundreds/],
    [['--sizes', '1000,1000'], /more than the one before/],
    [['--sizes', 'many'], /--sizes takes whole numbers/],
    [['--rounds', '0'], /--rounds takes whole numbers/],
    [['--size', '10'], /--size/],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readCasesOptions(args)).toThrow(sentence);
  });

  test('are explained with examples when help is asked for', () => {
    expect(readCasesOptions(['--help'])).toBeUndefined();
    expect(casesHelp).toMatch(/Examples:\n(?: {2}npm run bench -- cases .*\n){2,}/);
  });
});
