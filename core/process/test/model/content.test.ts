import { describe, expect, test } from '@jest/globals';
import { measureRules } from '../../src/model/check/measure-rules.ts';
import { faultsAfter } from './themes.ts';

describe('the vocabulary', () => {
  test.each(['signal', 'case', 'task', 'intervention'])('has a word for a %s', (name) => {
    const faults = faultsAfter((model) => {
      model.vocabulary.concepts = model.vocabulary.concepts.filter(({ id }: { id: string }) => id !== name);
    });
    expect(faults).toContain(`/vocabulary/concepts must have the concept "${name}": screens need the word`);
  });
});

describe('an intervention of the catalogue', () => {
  test('is carried out by a partner of its barrier step', () => {
    expect(
      faultsAfter(({ interventions }) => Object.assign(interventions[0], { ownerType: 'emergency-service' })),
    ).toEqual(['/interventions/0/ownerType must be among the partners of its barrier step']);
  });
});

const parameters: Record<string, unknown> = {
  machine: 'case',
  from: ['surveyed'],
  states: ['reopened'],
  outOf: ['surveyed'],
  withinMonths: 12,
  figure: 'spent',
};
const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, parameters[name]]));
const faultsOf = (measure: object, unit: string) =>
  faultsAfter(({ indicators }) => Object.assign(indicators[0], { measure, unit }));

describe.each(Object.entries(measureRules))('an indicator that measures %s', (kind, { required, optional, units }) => {
  const unit = units[0] ?? '';
  const measure = { kind, ...pick(required) };

  test('has what its measure needs', () => {
    expect(faultsOf(measure, unit)).toEqual([]);
  });

  test('lacks nothing that its measure needs', () => {
    for (const name of required) {
      expect(faultsOf({ ...measure, [name]: undefined }, unit)).toContain(
        `/indicators/0/measure must have "${name}": ${kind} needs it`,
      );
    }
    expect(units.length).toBeGreaterThan(0);
  });

  test('has nothing that its measure does not look at', () => {
    const foreign = Object.keys(parameters).filter((name) => ![...required, ...optional].includes(name as never));
    const all = { ...measure, ...pick(foreign), machine: 'case' };
    const told = faultsOf(all, unit).filter((fault) => fault.endsWith('does not look at it'));
    expect(told.length).toBe(foreign.length);
  });

  test('is told in a unit that fits', () => {
    const wrong = (['euro', 'count'] as const).find((name) => !units.includes(name)) ?? 'days';
    expect(faultsOf(measure, wrong)).toContain(`/indicators/0/unit must be ${units.join(' or ')}: it measures ${kind}`);
  });
});

describe('a share', () => {
  const fault = '/indicators/0/measure must have "outOf" if the unit is ratio, and not if it is count';
  const entered = { kind: 'entered', machine: 'case', states: ['reopened'] };

  test('is divided by something, and a count is not', () => {
    expect(faultsOf(entered, 'ratio')).toEqual([fault]);
    expect(faultsOf({ ...entered, outOf: ['surveyed'] }, 'count')).toEqual([fault]);
    expect(faultsOf({ ...entered, outOf: ['surveyed'] }, 'ratio')).toEqual([]);
  });
});

describe('a goal', () => {
  const goalAfter = (change: object, dropped: readonly string[] = []) =>
    faultsAfter(({ goals: [goal] }) => {
      Object.assign(goal, change);
      for (const name of dropped) delete goal[name];
    });
  const statement = { nl: 'Geen brug valt om.', en: 'No bridge falls down.' };
  const figures = ['indicator', 'value', 'direction'];

  test('is a figure or a statement, and not both', () => {
    expect(goalAfter({ statement })).toEqual(['/goals/0 must have either "indicator" or "statement"']);
    expect(goalAfter({}, figures)).toEqual(['/goals/0 must have either "indicator" or "statement"']);
    expect(goalAfter({ statement }, figures)).toEqual([]);
  });

  test('says what its figure is to come to, from which side', () => {
    expect(goalAfter({}, ['value'])).toEqual(['/goals/0 must have "value": what the indicator is to come to']);
    expect(goalAfter({}, ['direction'])).toEqual(['/goals/0 must have "direction": at-least or at-most']);
  });

  test.each([{ value: 3 }, { baseline: 1 }, { direction: 'at-most' }])('gives no figure of nothing: %p', (figure) => {
    expect(
      goalAfter(
        { statement, ...figure },
        figures.filter((name) => !(name in figure)),
      ),
    ).toEqual(['/goals/0 must have "indicator": a figure is a figure of something']);
  });

  test('is for two, five or ten years', () => {
    expect(goalAfter({ horizonYears: 3 })).toEqual(['/goals/0/horizonYears must be one of 2, 5, 10']);
  });
});
