import { describe, expect, test } from '@jest/globals';
import { faults } from './faults.ts';
import { readChaosOptions } from './options.ts';

describe('the options of the campaign', () => {
  test('without any, the recorded trials are repeated, each of a fault that there is', () => {
    const { trials } = readChaosOptions([]) ?? { trials: [] };
    expect(trials).toHaveLength(20);
    for (const { fault } of trials) expect(Object.keys(faults)).toContain(fault);
  });

  test('in full it is a thousand trials, each fault in turn under a seed of its own', () => {
    const { trials } = readChaosOptions(['--full', '--seed', '5']) ?? { trials: [] };
    const names = Object.keys(faults);
    expect(trials).toHaveLength(1000);
    expect(trials.slice(0, 2)).toEqual([names[0], names[1]].map((fault, index) => ({ fault, seed: 5 + index })));
    expect(new Set(trials.map(({ fault }) => fault))).toEqual(new Set(names));
  });

  test('one trial can be had once more', () => {
    const options = readChaosOptions(['--only', 'kill-hub', '--seed', '7', '--trials', '1', '--record', 'somewhere']);
    expect(options).toMatchObject({ trials: [{ fault: 'kill-hub', seed: 7 }], record: 'somewhere' });
    expect(options?.command).toBe('npm run chaos -- --only kill-hub --seed 7 --trials 1');
  });

  test.each([[['--trials', '0']], [['--seed', 'x']], [['--only', 'kill-everybody']], [['--fast']]])(
    '%j is refused with a sentence',
    (args) => {
      expect(() => readChaosOptions(args)).toThrow(/whole number|There is no fault|Unknown option/);
    },
  );
});
