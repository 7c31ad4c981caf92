import { describe, expect, test } from '@jest/globals';
import {
  courtOf,
  exchangeOf,
  open,
  retentionOf,
  stateAfter,
  transition,
  type Facts,
  type MachineName,
  type Transitioned,
} from '../../../src/index.ts';
import { actorAs, codeOf, decide, factsWith } from '../sample-model.ts';
import { readDefaultModel } from './theme-files.ts';

const model = readDefaultModel();
const at = (machine: MachineName, state: string) => ({ model, machine, state });

/** One thing that somebody in a role does, after somebody else, and the state that follows. */
type Turn = readonly [action: string, role: string, follows: string, facts?: Partial<Facts>];

const input = (given: Partial<Facts['input']>): Partial<Facts> => ({ input: { reasons: 'We agree on it.', ...given } });

const present = ['case-chair', 'case-coordinator'].map((role) => ({
  oin: '00000001234567890000',
  person: 'iris',
  role,
}));
const weighing = {
  statements: { necessity: 'There is no other way.', proportionality: 'It is serious.', subsidiarity: 'Less failed.' },
  present,
};

/** What closing a case asks for. */
const finished: Partial<Facts> = {
  interventions: [{ state: 'completed', hasResult: true }, { state: 'withdrawn' }],
  tasks: [{ state: 'done' }],
  consultedRoles: ['partner'],
};

function expectWay(machine: MachineName, turns: readonly Turn[]): void {
  const taken: Transitioned[] = [];
  for (const [action, role, follows, more] of turns) {
    const state = stateAfter(model.machines[machine], taken) ?? '';
    const facts = factsWith({ actor: actorAs(role), previousPerson: 'iris', ...more });
    const outcome = transition(at(machine, state), decide(action), facts);
    expect(outcome).toMatchObject({ isAllowed: true, event: { type: 'transitioned', from: state, to: follows } });
    if (outcome.isAllowed && outcome.event.type === 'transitioned') taken.push(outcome.event);
  }
}

describe('a course from beginning to end', () => {
  test('a signal is submitted, triaged, weighed and accepted', () => {
    expect(open({ model, machine: 'signal' }, factsWith({ actor: actorAs('signal-submitter') }))).toMatchObject({
      event: { type: 'opened', to: 'submitted' },
    });
    expectWay('signal', [
      ['triage', 'triager', 'triaged'],
      ['weigh', 'case-coordinator', 'weighed', { subjects: 1, ...input(weighing) }],
      ['accept', 'case-chair', 'accepted'],
    ]);
  });

  test('a signal that lacks something goes back to whoever submitted it, and comes again', () => {
    expectWay('signal', [
      ['ask-information', 'triager', 'needs-information', input({ statements: { missing: 'The address.' } })],
      ['complete', 'signal-submitter', 'submitted'],
      ['triage', 'triager', 'triaged'],
    ]);
    expect(courtOf(at('signal', 'needs-information'))).toBe('opener');
  });

  test('a case goes from draft to evaluated, and the clock does the rest', () => {
    const signals = [{ state: 'accepted' }];
    expect(open({ model, machine: 'case' }, factsWith({ actor: actorAs('case-coordinator'), signals }))).toMatchObject({
      event: { type: 'opened', to: 'draft' },
    });
    const plan = [
      { state: 'accepted-by-owner', discipline: 'administrative' },
      { state: 'accepted-by-owner', discipline: 'fiscal' },
    ];
    const over = { actor: null, retentionEndsAt: 1 };
    expectWay('case', [
      ['enrich', 'case-coordinator', 'enriched', { subjects: 1 }],
      ['weigh', 'case-coordinator', 'weighed', { subjects: 1, consultedRoles: ['partner'], ...input(weighing) }],
      ['approve', 'case-chair', 'approved'],
      [
        'agree-plan',
        'case-chair',
        'plan-agreed',
        { interventions: plan, consultedRoles: ['partner'], ...input({ present }) },
      ],
      ['start-execution', 'intervention-owner', 'in-execution'],
      ['close', 'case-chair', 'closed', { ...finished, ...input({ present }) }],
      ['evaluate', 'case-chair', 'evaluated', input({ present, lessons: ['Ask the landlord first.'] })],
      ['lock', 'nobody', 'locked', over],
      ['destroy', 'nobody', 'destroyed', over],
    ]);
  });

  test('an intervention is accepted, carried out and completed by its owner', () => {
    const { oin } = actorAs('intervention-owner');
    const result = { outcome: 'achieved', description: 'The premises are closed.' };
    expectWay('intervention', [
      ['accept', 'intervention-owner', 'accepted-by-owner', { owner: oin }],
      ['start', 'intervention-owner', 'in-progress', { owner: oin }],
      ['complete', 'intervention-owner', 'completed', { owner: oin, ...input({ result }) }],
    ]);
  });
});

/** What the collaboration promised in law and covenant: each named, and gone when the model loses it. */
describe('the guards of the default', () => {
  const missingFor = (
    machine: MachineName,
    [action, role, state]: readonly [string, string, string],
    more: Partial<Facts>,
  ) => {
    const facts = factsWith({ actor: actorAs(role), previousPerson: 'iris', ...more });
    const outcome = transition(at(machine, state), decide(action), facts);
    return outcome.isAllowed ? [] : [outcome.code, ...outcome.unmet.map(({ guard }) => guard)];
  };

  const weighings = [
    { machine: 'signal', turn: ['weigh', 'case-coordinator', 'triaged'] },
    { machine: 'case', turn: ['weigh', 'case-coordinator', 'enriched'] },
  ] as const;

  describe.each(weighings)('a $machine is not weighed', ({ machine, turn }) => {
    const complete = { subjects: 1, consultedRoles: ['partner'] };

    test.each(['necessity', 'proportionality', 'subsidiarity'])('without its %s', (statement) => {
      const statements = { ...weighing.statements, [statement]: '' };
      const missing = missingFor(machine, turn, { ...complete, ...input({ ...weighing, statements }) });
      expect(missing).toEqual(['process.guard-unmet', 'statement-given']);
    });

    test('without a person whom it is about', () => {
      const missing = missingFor(machine, turn, { ...complete, subjects: 0, ...input(weighing) });
      expect(missing).toEqual(['process.guard-unmet', 'subject-recorded']);
    });

    test('without a record of who was present', () => {
      const missing = missingFor(machine, turn, { ...complete, ...input({ ...weighing, present: [] }) });
      expect(missing).toEqual(['process.guard-unmet', 'attendance-recorded']);
    });
  });

  test('a case is not closed while an intervention has no result', () => {
    const interventions = [{ state: 'completed', hasResult: true }, { state: 'failed' }];
    const missing = missingFor('case', ['close', 'case-chair', 'in-execution'], {
      ...finished,
      interventions,
      ...input({ present }),
    });
    expect(missing).toEqual(['process.guard-unmet', 'interventions-have-results']);
  });

  test('a case is not evaluated without lessons', () => {
    const missing = missingFor('case', ['evaluate', 'case-chair', 'closed'], input({ present }));
    expect(missing).toEqual(['process.guard-unmet', 'lessons-given']);
  });

  test('a case is not opened on a signal that was not accepted', () => {
    const facts = factsWith({ actor: actorAs('case-coordinator'), signals: [{ state: 'weighed' }] });
    expect(open({ model, machine: 'case' }, facts)).toMatchObject({ unmet: [{ guard: 'signals-in' }] });
  });

  test('whoever weighed a signal does not accept it', () => {
    const both = { previousPerson: actorAs('case-chair').person };
    expect(missingFor('signal', ['accept', 'case-chair', 'weighed'], both)).toEqual([
      'process.four-eyes',
      'other-person',
    ]);
  });

  test('whoever coordinates a case only proposes what its chair decides', () => {
    const facts = factsWith({ actor: actorAs('case-coordinator'), previousPerson: 'iris' });
    expect(codeOf(transition(at('case', 'weighed'), decide('approve'), facts))).toBe('process.role-missing');
    expect(codeOf(transition(at('case', 'weighed'), { name: 'approve', intent: 'propose' }, facts))).toBe('proposed');
  });

  test('nothing more than a match is asked until a signal is accepted, and nothing when a case is closed', () => {
    const states = ['submitted', 'triaged', 'weighed', 'needs-information', 'accepted', 'rejected'];
    expect(states.map((state) => exchangeOf(at('signal', state)))).toEqual([
      'match',
      'match',
      'match',
      'match',
      'content',
      'none',
    ]);
    expect(['draft', 'in-execution', 'closed', 'locked'].map((state) => exchangeOf(at('case', state)))).toEqual([
      'content',
      'content',
      'none',
      'none',
    ]);
  });

  test('a rejected signal is kept shorter than any other', () => {
    const days = (state: string) => retentionOf(at('signal', state))?.days ?? 0;
    expect(days('rejected')).toBeGreaterThan(0);
    expect(days('rejected')).toBeLessThan(days('submitted'));
    expect(days('rejected')).toBeLessThan(days('accepted'));
  });
});
