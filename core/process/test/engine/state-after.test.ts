import { expect, test } from '@jest/globals';
import { stateAfter, type Transitioned } from '../../src/index.ts';
import { garden } from './sample-model.ts';

const machine = garden.machines.case;

const moved = (from: string, to: string): Transitioned => ({
  type: 'transitioned',
  action: 'grow',
  step: 'tend',
  from,
  to,
  capacity: null,
});

test('what was never touched is in its initial state', () => {
  expect(stateAfter(machine, [])).toBe('seed');
});

test('the state is that in which the last transition ended', () => {
  expect(stateAfter(machine, [moved('seed', 'plant'), moved('plant', 'seed'), moved('seed', 'plant')])).toBe('plant');
});

test('a record with a gap tells no state', () => {
  expect(stateAfter(machine, [moved('seed', 'plant'), moved('compost', 'sealed')])).toBeUndefined();
  expect(stateAfter(machine, [moved('plant', 'compost')])).toBeUndefined();
});
