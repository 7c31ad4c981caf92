import { describe, expect, test } from '@jest/globals';
import { guardRules, type Attendee, type Facts, type GuardName, type Step } from '../../../src/index.ts';
import { actorAs, factsWith, inputWith, stepOf } from '../sample-model.ts';

const { oin } = actorAs('gardener');
const elsewhere = '00000009876543210000';

const holds = (rule: GuardName, facts: Partial<Facts>, step: Partial<Step> = {}): boolean =>
  guardRules[rule].holds({ rule }, factsWith(facts), stepOf('tend', step));

describe('other-person', () => {
  test('holds when somebody else of the same organisation acted before', () => {
    expect(holds('other-person', { previousPerson: 'iris', previousOin: oin })).toBe(true);
  });

  test('holds when the same pseudonym belongs to another organisation', () => {
    expect(holds('other-person', { previousPerson: 'rose', previousOin: elsewhere })).toBe(true);
  });

  test('does not hold for the same person, whether or not their organisation is known', () => {
    expect(holds('other-person', { previousPerson: 'rose', previousOin: oin })).toBe(false);
    expect(holds('other-person', { previousPerson: 'rose' })).toBe(false);
  });

  test('does not hold while nobody knows who acted before', () => {
    expect(holds('other-person', {})).toBe(false);
    expect(holds('other-person', { previousOin: elsewhere })).toBe(false);
  });

  test('does not hold for the clock, which is nobody', () => {
    expect(holds('other-person', { actor: null, previousPerson: 'iris' })).toBe(false);
  });
});

describe('owner-acts', () => {
  test('holds for a person of the organisation that owns it', () => {
    expect(holds('owner-acts', { owner: oin })).toBe(true);
  });

  test('does not hold for another organisation, an unknown owner or the clock', () => {
    expect(holds('owner-acts', { owner: elsewhere })).toBe(false);
    expect(holds('owner-acts', {})).toBe(false);
    expect(holds('owner-acts', { owner: oin, actor: null })).toBe(false);
  });
});

describe('attendance-recorded', () => {
  const attendee = (role: string): Attendee => ({ oin, person: `the-${role}`, role });
  const present = ['head-gardener', 'botanist'];

  test('holds when somebody was there and the step asks for nobody in particular', () => {
    expect(holds('attendance-recorded', inputWith({ present: [attendee('neighbour')] }))).toBe(true);
  });

  test('holds when every role that the step asks for was there', () => {
    const there = inputWith({ present: [attendee('botanist'), attendee('neighbour'), attendee('head-gardener')] });
    expect(holds('attendance-recorded', there, { present })).toBe(true);
  });

  test('does not hold when one of those roles was missing', () => {
    expect(holds('attendance-recorded', inputWith({ present: [attendee('botanist')] }), { present })).toBe(false);
  });

  test('does not hold when nobody was there', () => {
    expect(holds('attendance-recorded', inputWith({ present: [] }))).toBe(false);
    expect(holds('attendance-recorded', {})).toBe(false);
  });
});

describe('consulted', () => {
  const asks = (...consulted: string[]): Partial<Step> => ({
    rasci: {
      operational: { accountable: 'owner', responsible: [], supports: [], consulted, informed: [] },
      policy: { accountable: 'owner', responsible: [], supports: [], consulted: ['nobody-asked-these'], informed: [] },
    },
  });

  test('holds when every role consulted on the level of the step has answered', () => {
    expect(holds('consulted', { consultedRoles: ['botanist', 'neighbour'] }, asks('neighbour', 'botanist'))).toBe(true);
  });

  test('holds when nobody is consulted', () => {
    expect(holds('consulted', {}, asks())).toBe(true);
  });

  test('does not hold while one of them is silent and has time left', () => {
    expect(holds('consulted', { consultedRoles: ['botanist'] }, asks('neighbour', 'botanist'))).toBe(false);
  });

  test('does not hold when the step has no RASCI on its level', () => {
    expect(holds('consulted', {}, { rasci: {} })).toBe(false);
  });
});
