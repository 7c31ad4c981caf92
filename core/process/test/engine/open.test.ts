import { describe, expect, test } from '@jest/globals';
import { open, type Facts, type ReferenceModel } from '../../src/index.ts';
import { actorAs, factsWith, garden, stepOf, text, withCase } from './sample-model.ts';

const openCase = (facts: Partial<Facts> = {}, model: ReferenceModel = garden) =>
  open({ model, machine: 'case' }, factsWith({ subjects: 1, ...facts }));

const withIntake: ReferenceModel = {
  ...garden,
  intake: [{ event: 'nursery.parcel-arrived', title: text('Parcel'), fields: { summary: 'note', subjects: [] } }],
};

describe('something comes into being', () => {
  test('in the initial state, as the event says', () => {
    expect(openCase()).toEqual({
      isAllowed: true,
      event: {
        type: 'opened',
        step: 'sow',
        to: 'seed',
        capacity: { role: 'gardener', level: 'operational', mandate: 'mandate-gardener' },
      },
      inform: [],
    });
  });

  test('without reasons: they stand in what is opened', () => {
    expect(openCase({ input: { reasons: '' } })).toMatchObject({ isAllowed: true });
  });

  test('and those whom the step informs are told', () => {
    const rasci = { accountable: 'gardener', responsible: [], supports: [], consulted: [], informed: ['neighbour'] };
    const steps = [stepOf('sow', { rasci: { operational: rasci } })];
    expect(openCase({}, { ...garden, process: { ...garden.process, steps } })).toMatchObject({ inform: ['neighbour'] });
  });
});

describe('it does not', () => {
  test('by somebody whose role is neither accountable nor responsible', () => {
    expect(openCase({ actor: actorAs('neighbour') })).toMatchObject({ code: 'process.role-missing' });
    expect(openCase({ actor: actorAs('gardener', { level: 'policy' }) })).toMatchObject({
      code: 'process.role-missing',
    });
  });

  test('while something is missing', () => {
    expect(openCase({ subjects: 0 })).toMatchObject({
      code: 'process.guard-unmet',
      unmet: [{ guard: 'subject-recorded' }],
    });
  });

  test('of a kind that the model does not know', () => {
    const kind = { model: garden, machine: 'constructor' as 'case' };
    expect(open(kind, factsWith())).toMatchObject({ code: 'process.action-unknown' });
  });

  test('in a model that has no state or no step to begin in', () => {
    expect(openCase({}, withCase({ initial: 'nowhere' }))).toMatchObject({ code: 'process.transition-refused' });
    const stepless = withCase({ opening: { step: 'nothing', guards: [] } });
    expect(openCase({}, stepless)).toMatchObject({ code: 'process.transition-refused' });
  });

  test('on facts that are not complete', () => {
    expect(open({ model: garden, machine: 'case' }, {} as Facts)).toMatchObject({ code: 'process.guard-unmet' });
  });
});

describe('nobody acts', () => {
  test('when an event of a partner becomes a signal', () => {
    expect(open({ model: withIntake, machine: 'signal' }, factsWith({ actor: null }))).toMatchObject({
      isAllowed: true,
      event: { type: 'opened', capacity: null },
    });
  });

  test('but not in a model without intake, and nothing else than a signal begins so', () => {
    expect(open({ model: garden, machine: 'signal' }, factsWith({ actor: null }))).toMatchObject({
      code: 'process.role-missing',
    });
    expect(openCase({ actor: null }, withIntake)).toMatchObject({ code: 'process.role-missing' });
  });
});
