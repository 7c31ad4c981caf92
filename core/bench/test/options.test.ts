import { describe, expect, test } from '@jest/globals';
import { exchangeHelp, readExchangeOptions } from '../src/exchange/options.ts';

describe('the options of the exchange benchmark', () => {
  test('have defaults', () => {
    expect(readExchangeOptions([])).toEqual({
      isJson: false,
      rounds: 3,
      seconds: 5,
      warmUpSeconds: 10,
      connections: 64,
    });
  });

  test('are read from the command line', () => {
    const args = [
      '--json',
      '--rounds',
      '5',
      '--seconds',
      '20',
      '--warm-up',
      '1',
      '--connections',
      '8',
      '--profile',
      'here',
    ];
    expect(readExchangeOptions(args)).toEqual({
      isJson: true,
      rounds: 5,
      seconds: 20,
      warmUpSeconds: 1,
      connections: 8,
      profileDir: 'here',
    });
  });

  test.each([['--rounds', '0'], ['--seconds', 'five'], ['--connections', '-1'], ['--unknown']])(
    'refuse %s %s',
    (...args) => {
      expect(() => readExchangeOptions(args)).toThrow(args[0]);
    },
  );

  test('are explained, with examples', () => {
    expect(readExchangeOptions(['--help'])).toBeUndefined();
    expect(exchangeHelp).toMatch(/Examples:\n {2}npm run bench -- exchange/);
  });
});
