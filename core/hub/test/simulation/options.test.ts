import { describe, expect, test } from '@jest/globals';
import { readSimulationOptions } from './options.ts';

describe('the options of the simulation', () => {
  test('without any, ten thousand schedules from seed 1 are played', () => {
    expect(readSimulationOptions([])).toEqual({
      kind: 'campaign',
      schedules: 10_000,
      seed: 1,
      only: undefined,
      isJson: false,
    });
  });

  test('one schedule can be had once more', () => {
    expect(readSimulationOptions(['--replay', '446', '--json'])).toMatchObject({
      kind: 'replay',
      seed: 446,
      isJson: true,
    });
  });

  test('bugs can be planted, all or some', () => {
    const options = readSimulationOptions(['--planted', '--only', 'refusal', '--schedules', '50']);
    expect(options).toMatchObject({ kind: 'planted', only: 'refusal', schedules: 50 });
  });

  test('help is no plan', () => {
    expect(readSimulationOptions(['--help'])).toBeUndefined();
  });

  test.each([[['--schedules', '0']], [['--seed', 'x']], [['--replay', '-1']], [['--fast']]])(
    '%j is refused with a sentence',
    (args) => {
      expect(() => readSimulationOptions(args)).toThrow(/whole number|Unknown option|ambiguous/);
    },
  );
});
