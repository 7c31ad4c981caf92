import { describe, expect, test } from '@jest/globals';
import { guardRules, type Facts, type Guard, type PartFacts } from '../../../src/index.ts';
import { factsWith, stepOf } from '../sample-model.ts';

const holds = (guard: Guard, facts: Partial<Facts>): boolean =>
  guardRules[guard.rule].holds(guard, factsWith(facts), stepOf('tend'));

const partsIn = (...states: string[]): PartFacts[] => states.map((state) => ({ state }));

const kinds = [
  { rule: 'signals-in', member: 'signals', needed: 1 },
  { rule: 'interventions-in', member: 'interventions', needed: 1 },
  { rule: 'tasks-in', member: 'tasks', needed: 0 },
] as const;

describe.each(kinds)('$rule', ({ rule, member, needed }) => {
  const guard: Guard = { rule, states: ['ripe', 'eaten'] };

  test('holds when all are in one of the states', () => {
    expect(holds(guard, { [member]: partsIn('ripe', 'eaten', 'ripe') })).toBe(true);
  });

  test('does not hold when one lags behind', () => {
    expect(holds(guard, { [member]: partsIn('ripe', 'green') })).toBe(false);
  });

  test(`asks for at least ${needed} where the model does not say`, () => {
    expect(holds(guard, { [member]: [] })).toBe(needed === 0);
  });

  test('asks for as many as the model says', () => {
    expect(holds({ ...guard, minimum: 2 }, { [member]: partsIn('ripe') })).toBe(false);
    expect(holds({ ...guard, minimum: 2 }, { [member]: partsIn('ripe', 'ripe') })).toBe(true);
    expect(holds({ ...guard, minimum: 0 }, { [member]: [] })).toBe(true);
  });

  test('counts nothing else than its own kind', () => {
    const others = { signals: partsIn('ripe'), interventions: partsIn('ripe'), tasks: partsIn('ripe'), [member]: [] };
    expect(holds({ ...guard, minimum: 1 }, others)).toBe(false);
  });

  test('does not hold when the model names no state', () => {
    expect(holds({ rule }, { [member]: partsIn('ripe') })).toBe(false);
  });
});

describe('case-in', () => {
  const guard: Guard = { rule: 'case-in', states: ['ripe', 'eaten'] };

  test('holds when the case is in one of the states', () => {
    expect(holds(guard, { caseState: 'eaten' })).toBe(true);
  });

  test('does not hold in another state, nor when nobody knows in which', () => {
    expect(holds(guard, { caseState: 'green' })).toBe(false);
    expect(holds(guard, {})).toBe(false);
    expect(holds({ rule: 'case-in' }, { caseState: 'ripe' })).toBe(false);
  });
});

describe('interventions-have-results', () => {
  const guard: Guard = { rule: 'interventions-have-results' };

  test('holds when each has one, and when there are none', () => {
    expect(holds(guard, { interventions: [{ state: 'eaten', hasResult: true }] })).toBe(true);
    expect(holds(guard, { interventions: [] })).toBe(true);
  });

  test('does not hold when one has none', () => {
    expect(
      holds(guard, {
        interventions: [
          { state: 'eaten', hasResult: true },
          { state: 'eaten', hasResult: false },
        ],
      }),
    ).toBe(false);
    expect(holds(guard, { interventions: partsIn('eaten') })).toBe(false);
  });

  test('asks none of an intervention in a state that the model exempts', () => {
    expect(holds({ ...guard, states: ['withered'] }, { interventions: partsIn('withered') })).toBe(true);
    expect(holds({ ...guard, states: ['withered'] }, { interventions: partsIn('eaten') })).toBe(false);
  });
});

describe('disciplines-combined', () => {
  const guard: Guard = { rule: 'disciplines-combined', minimum: 2 };
  const by = (discipline: string, state = 'ripe'): PartFacts => ({ state, discipline });

  test('holds for interventions of enough different disciplines', () => {
    expect(holds(guard, { interventions: [by('botany'), by('chemistry'), by('botany')] })).toBe(true);
  });

  test('does not hold for several of one discipline, nor of none', () => {
    expect(holds(guard, { interventions: [by('botany'), by('botany')] })).toBe(false);
    expect(holds(guard, { interventions: [by('botany'), ...partsIn('ripe')] })).toBe(false);
  });

  test('counts only interventions in the states that the model names', () => {
    const interventions = [by('botany'), by('chemistry', 'withered')];
    expect(holds({ ...guard, states: ['ripe'] }, { interventions })).toBe(false);
    expect(holds({ ...guard, states: ['ripe', 'withered'] }, { interventions })).toBe(true);
  });
});
