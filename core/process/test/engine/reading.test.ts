import { describe, expect, test } from '@jest/globals';
import { courtOf, dueAt, exchangeOf, phaseOf, retentionOf, rolesOf, stateOf, stepsFrom } from '../../src/index.ts';
import { caseIn, garden, stepOf, transitionOf, withCase } from './sample-model.ts';

const addDays = (fromMs: number, days: number): number => fromMs + days * 86_400_000;

describe('the steps of a state', () => {
  test('are those of the actions that people can do, each once, in the order of the model', () => {
    const model = withCase({
      transitions: [
        transitionOf('prune', { step: 'trim' }),
        transitionOf('grow'),
        transitionOf('shape', { step: 'trim' }),
        transitionOf('elsewhere', { from: ['plant'], step: 'sow' }),
      ],
    });
    expect(stepsFrom(caseIn('seed', model)).map(({ id }) => id)).toEqual(['trim', 'tend']);
  });

  test('are none where only the clock acts, or nothing is known', () => {
    expect(stepsFrom(caseIn('compost'))).toEqual([]);
    expect(stepsFrom(caseIn('nowhere'))).toEqual([]);
  });
});

describe('the deadline of a state', () => {
  test('is the earliest of its steps, from when the state was entered', () => {
    expect(dueAt(caseIn('seed'), 1000, addDays)).toBe(addDays(1000, 4));
  });

  test('is none when no step has one', () => {
    const model = withCase({ transitions: [transitionOf('grow', { step: 'sow' })] });
    expect(dueAt(caseIn('seed', model), 1000, addDays)).toBeNull();
    expect(dueAt(caseIn('sealed'), 1000, addDays)).toBeNull();
  });
});

describe('a state of the model', () => {
  test('tells its phase, what may be asked, whose turn it is and how long it is kept', () => {
    expect(phaseOf(caseIn('plant'))).toBe('blooming');
    expect(exchangeOf(caseIn('plant'))).toBe('content');
    expect(exchangeOf(caseIn('seed'))).toBe('match');
    expect(courtOf(caseIn('plant'))).toBe('owner');
    expect(retentionOf(caseIn('compost'))).toEqual({ days: 30, lockedYears: 5 });
    expect(stateOf(caseIn('compost'))?.final).toBe(true);
  });

  test("that says nothing of it is nobody's turn and starts no clock", () => {
    expect(courtOf(caseIn('compost'))).toBe('nobody');
    expect(retentionOf(caseIn('seed'))).toBeUndefined();
  });

  test('is looked up in its own machine', () => {
    expect(stateOf({ ...caseIn('compost'), machine: 'task' })).toBeUndefined();
  });
});

test.each(['nowhere', 'constructor'])('in an unknown state (%s) nothing may be asked', (state) => {
  expect(exchangeOf(caseIn(state))).toBe('none');
  expect(phaseOf(caseIn(state))).toBeUndefined();
  expect(exchangeOf({ model: garden, machine: 'toString' as 'case', state: 'seed' })).toBe('none');
});

test('the roles of a step are those of the level on which it is done', () => {
  const [operational, policy] = ['head-gardener', 'owner'].map((accountable) => ({
    accountable,
    responsible: [],
    supports: [],
    consulted: [],
    informed: [],
  }));
  const step = stepOf('tend', {
    level: 'policy',
    rasci: { ...(operational && { operational }), ...(policy && { policy }) },
  });
  expect(rolesOf(step)).toBe(policy);
});
