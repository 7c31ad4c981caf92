import { describe, expect, test } from '@jest/globals';
import { transition, type Facts, type Rasci } from '../../src/index.ts';
import {
  actorAs,
  caseIn,
  codeOf,
  decide,
  factsWith,
  garden,
  guardedBy,
  inputWith,
  propose,
  stepOf,
} from './sample-model.ts';

const head = actorAs('head-gardener', { person: 'iris' });

/** Everything that `uproot` asks for: a cause, the botanist's answer, and a gardener who acted before. */
const readyToUproot = (facts: Partial<Facts> = {}): Facts =>
  factsWith({
    actor: head,
    previousPerson: 'rose',
    consultedRoles: ['botanist'],
    ...inputWith({ statements: { cause: 'It withered.' } }),
    ...facts,
  });

describe('who may act', () => {
  const rasci: Rasci = {
    accountable: 'head-gardener',
    responsible: ['gardener'],
    supports: ['botanist'],
    consulted: ['neighbour'],
    informed: ['owner'],
  };
  const steps = [stepOf('tend', { rasci: { operational: rasci, policy: { ...rasci, responsible: ['owner'] } } })];
  const standing = caseIn('seed', { ...garden, process: { ...garden.process, steps } });
  const growAs = (role: string, more: Parameters<typeof actorAs>[1] = {}): string =>
    codeOf(transition(standing, decide('grow'), factsWith({ actor: actorAs(role, more) })));

  test.each(['head-gardener', 'gardener'])('%s may: the step makes them accountable or responsible', (role) => {
    expect(growAs(role)).toBe('transitioned');
  });

  test.each(['botanist', 'neighbour', 'owner', 'passer-by'])(
    '%s may not: to support, be asked or be told is not to act',
    (role) => {
      expect(growAs(role)).toBe('process.role-missing');
    },
  );

  test('a role counts on the level of the step only', () => {
    expect(growAs('gardener', { level: 'policy' })).toBe('process.role-missing');
    expect(growAs('owner', { level: 'policy' })).toBe('process.role-missing');
  });

  test('a person without a mandate may not', () => {
    expect(growAs('gardener', { authorities: [] })).toBe('process.role-missing');
  });

  test('of several mandates the first that fits is used, and told', () => {
    const { authorities } = head;
    const both = actorAs('gardener', {
      authorities: [...actorAs('neighbour').authorities, ...actorAs('gardener').authorities, ...authorities],
    });
    expect(transition(standing, decide('grow'), factsWith({ actor: both }))).toMatchObject({
      event: { capacity: { mandate: 'mandate-gardener' } },
    });
  });

  test('those whom the step informs are told', () => {
    expect(transition(standing, decide('grow'), factsWith())).toMatchObject({ inform: ['owner'] });
  });

  test('nobody learns what is missing who may not act', () => {
    expect(
      transition(guardedBy({ rule: 'owner-acts' }), decide('grow'), factsWith({ actor: actorAs('neighbour') })),
    ).toMatchObject({
      code: 'process.role-missing',
      unmet: [],
    });
  });
});

describe('a decision of the accountable', () => {
  test('is theirs', () => {
    expect(transition(caseIn('plant'), decide('uproot'), readyToUproot())).toMatchObject({
      isAllowed: true,
      event: { type: 'transitioned', to: 'compost', capacity: { role: 'head-gardener' } },
      inform: ['neighbour'],
    });
  });

  test('is not for the responsible', () => {
    const facts = readyToUproot({ actor: actorAs('gardener') });
    expect(codeOf(transition(caseIn('plant'), decide('uproot'), facts))).toBe('process.role-missing');
  });

  test('is taken as the accountable by somebody who holds both roles', () => {
    const both = { ...head, authorities: [...actorAs('gardener').authorities, ...head.authorities] };
    expect(transition(caseIn('plant'), decide('uproot'), readyToUproot({ actor: both }))).toMatchObject({
      event: { capacity: { role: 'head-gardener' } },
    });
  });

  test('can be proposed by the responsible, and then changes nothing but asks the accountable', () => {
    const facts = readyToUproot({ actor: actorAs('gardener') });
    expect(transition(caseIn('plant'), propose('uproot'), facts)).toEqual({
      isAllowed: true,
      event: {
        type: 'proposed',
        action: 'uproot',
        step: 'clear',
        capacity: { role: 'gardener', level: 'operational', mandate: 'mandate-gardener' },
      },
      inform: ['head-gardener'],
    });
  });

  test('cannot be proposed by anybody else', () => {
    const facts = readyToUproot({ actor: actorAs('botanist') });
    expect(codeOf(transition(caseIn('plant'), propose('uproot'), facts))).toBe('process.role-missing');
  });

  test('can be proposed by whoever acted before, but nothing else may be missing', () => {
    const facts = readyToUproot({ actor: actorAs('gardener'), previousPerson: 'rose' });
    expect(codeOf(transition(caseIn('plant'), propose('uproot'), facts))).toBe('proposed');
    const unanswered = { ...facts, consultedRoles: [] };
    expect(codeOf(transition(caseIn('plant'), propose('uproot'), unanswered))).toBe('process.guard-unmet');
  });

  test('needs four eyes: whoever proposed does not decide', () => {
    const outcome = transition(caseIn('plant'), decide('uproot'), readyToUproot({ previousPerson: 'iris' }));
    expect(outcome).toMatchObject({ code: 'process.four-eyes', unmet: [{ guard: 'other-person' }] });
  });

  test('that misses more than four eyes says all of it', () => {
    const outcome = transition(caseIn('plant'), decide('uproot'), factsWith({ actor: head }));
    expect(outcome).toMatchObject({
      code: 'process.guard-unmet',
      unmet: [{ guard: 'statement-given' }, { guard: 'other-person' }, { guard: 'consulted' }],
    });
  });

  test('needs reasons, and so does proposing it', () => {
    const facts = readyToUproot({ ...inputWith({ reasons: '', statements: { cause: 'It withered.' } }) });
    expect(transition(caseIn('plant'), propose('uproot'), facts)).toMatchObject({
      unmet: [{ guard: 'reasons-given' }],
    });
  });
});
