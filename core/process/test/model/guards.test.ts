import { describe, expect, test } from '@jest/globals';
import { checkModel, guardParameters, type GuardName } from '../../src/index.ts';
import { changed, faultsAfter, type Draft } from './themes.ts';

const at = '/machines/case/transitions/0/guards/0';
const onCase = (guard: object) => (model: Draft) =>
  Object.assign(model.machines.case.transitions[0], { guards: [guard] });

/** Every rule with what it needs, at a transition of a case whose step consults somebody and has a statement. */
const complete: Partial<Record<GuardName, object>> = {
  'statement-given': { rule: 'statement-given', statement: 'reason' },
  'subject-recorded': { rule: 'subject-recorded', minimum: 2 },
  'attendance-recorded': { rule: 'attendance-recorded' },
  'other-person': { rule: 'other-person' },
  'signals-in': { rule: 'signals-in', states: ['dangerous'], minimum: 1 },
  'interventions-in': { rule: 'interventions-in', states: ['built'] },
  'interventions-have-results': { rule: 'interventions-have-results', states: ['abandoned'] },
  'disciplines-combined': { rule: 'disciplines-combined', minimum: 3 },
  'result-given': { rule: 'result-given' },
  'lessons-given': { rule: 'lessons-given' },
  'tasks-in': { rule: 'tasks-in', states: ['answered'], minimum: 0 },
  consulted: { rule: 'consulted' },
};
const caseIn = { rule: 'case-in', states: ['designed'] };

/** The machine at which a rule is tried. */
const homeOf = (rule: string): 'case' | 'task' => (rule === 'case-in' ? 'task' : 'case');
const guardOf = (rule: string) =>
  (rule === 'case-in' ? caseIn : complete[rule as GuardName]) as Record<string, unknown>;

const statements = [{ id: 'reason', title: { nl: 'Reden', en: 'Reason' } }];

describe('a guard', () => {
  test.each(Object.entries(complete))('%s has what it needs', (_rule, guard) => {
    expect(
      faultsAfter(({ machines }) => Object.assign(machines.case.transitions[0], { statements, guards: [guard] })),
    ).toEqual([]);
  });

  test.each(
    Object.entries(guardParameters).flatMap(([rule, { required }]) => required.map((name) => [rule, name] as const)),
  )('%s needs "%s"', (rule, name) => {
    const { [name]: _left, ...guard } = guardOf(rule);
    const home = homeOf(rule);
    expect(faultsAfter(({ machines }) => Object.assign(machines[home].transitions[0], { guards: [guard] }))).toContain(
      `/machines/${home}/transitions/0/guards/0 must have "${name}": ${rule} needs it`,
    );
  });

  test.each(
    Object.entries(complete).flatMap(([rule]) => {
      const { required, optional } = guardParameters[rule as GuardName];
      const known: readonly string[] = [...required, ...optional];
      return ['statement', 'states', 'minimum'].filter((name) => !known.includes(name)).map((name) => [rule, name]);
    }),
  )('%s has no "%s"', (rule, name = '') => {
    const values: Record<string, unknown> = { statement: 'reason', states: ['built'], minimum: 1 };
    const guard = { ...complete[rule as GuardName], [name]: values[name] };
    const model = changed(({ machines }) =>
      Object.assign(machines.case.transitions[0], { statements, guards: [guard] }),
    );
    expect(checkModel(model)).toEqual([
      { path: `${at}/${name}`, message: `must be left out: ${rule} does not look at it` },
    ]);
  });

  test('has a rule that the engine knows', () => {
    expect(faultsAfter(onCase({ rule: 'moon-is-full' }))).toEqual([
      expect.stringMatching(`^${at}/rule must be one of statement-given, `),
    ]);
  });

  test.each([
    'signals-in',
    'interventions-in',
    'interventions-have-results',
    'disciplines-combined',
    'tasks-in',
  ] as const)('%s looks at what only a case has', (rule) => {
    const guards = [complete[rule]];
    expect(faultsAfter(({ machines }) => Object.assign(machines.task.transitions[0], { guards }))).toEqual([
      '/machines/task/transitions/0/guards/0 can only be met by a case',
    ]);
  });

  test.each([
    ['owner-acts', { rule: 'owner-acts' }],
    ['case-in', caseIn],
  ])('%s looks at what a case has not', (_rule, guard) => {
    expect(faultsAfter(onCase(guard))).toEqual([`${at} can only be met by a task or an intervention`]);
    for (const name of ['task', 'intervention']) {
      const onPart = ({ machines }: Draft) => {
        machines[name].transitions[0].guards = [guard];
        machines[name].opening.guards = [guard];
      };
      expect(faultsAfter(onPart)).toEqual([]);
    }
  });

  test.each(['task', 'intervention'])('consulted and subject-recorded look at what a %s has not', (name) => {
    const onPart = ({ machines }: Draft) =>
      Object.assign(machines[name].transitions[0], { guards: [{ rule: 'consulted' }, { rule: 'subject-recorded' }] });
    expect(faultsAfter(onPart)).toEqual([
      `/machines/${name}/transitions/0/guards/0 can only be met by a signal or a case`,
      `/machines/${name}/transitions/0/guards/1 can only be met by a signal or a case`,
    ]);
  });

  test('case-in names states of the case, and of nothing else', () => {
    const onTask = ({ machines }: Draft) =>
      Object.assign(machines.task.opening, { guards: [{ rule: 'case-in', states: ['designed', 'asked'] }] });
    expect(faultsAfter(onTask)).toEqual([
      '/machines/task/opening/guards/0/states/1 names the case state "asked", which does not exist',
    ]);
  });

  test.each([
    'other-person',
    'attendance-recorded',
    'result-given',
    'lessons-given',
    'interventions-in',
    'interventions-have-results',
    'disciplines-combined',
    'tasks-in',
    'consulted',
  ])('%s cannot be met when a case comes into being', (rule) => {
    const atOpening = ({ machines }: Draft) => machines.case.opening.guards.push(guardOf(rule));
    expect(faultsAfter(atOpening)).toEqual([
      '/machines/case/opening/guards/1 cannot be met at an opening: there is nothing yet that it looks at',
    ]);
  });

  test('subject-recorded can, and so can signals-in', () => {
    const atOpening = ({ machines }: Draft) => machines.case.opening.guards.push(guardOf('subject-recorded'));
    expect(faultsAfter(atOpening)).toEqual([]);
  });

  test('statement-given names a statement of its own transition', () => {
    const faults = faultsAfter(onCase({ rule: 'statement-given', statement: 'finding' }));
    expect(faults).toEqual([`${at}/statement names "finding", which is no statement of this transition`]);
  });

  test.each<[string, object, string]>([
    [
      'statement-given',
      { rule: 'statement-given', statement: 'finding' },
      '/statement names "finding", which is no statement of this transition',
    ],
    ['retention-over', { rule: 'retention-over' }, ' is for what the clock does'],
  ])('%s cannot stand at an opening', (_rule, guard, fault) => {
    expect(faultsAfter(({ machines }) => Object.assign(machines.task.opening, { guards: [guard] }))).toEqual([
      `/machines/task/opening/guards/0${fault}`,
    ]);
  });

  test('consulted needs somebody who is consulted on the level of the step', () => {
    const faults = faultsAfter((model) => Object.assign(model.process.steps[3].rasci.strategic, { consulted: [] }));
    expect(faults).toContain(`${at} cannot be: the step consults nobody`);
  });

  test('retention-over is the only one that the clock waits for, and nobody else does', () => {
    expect(faultsAfter(onCase({ rule: 'retention-over' }))).toEqual([`${at} is for what the clock does`]);
    const onClock = (rule: string) =>
      faultsAfter(({ machines }) => Object.assign(machines.case.transitions[2], { guards: [{ rule }] }));
    expect(onClock('retention-over')).toEqual([]);
    expect(onClock('lessons-given')).toEqual([
      '/machines/case/transitions/2/guards/0 must be left out: nothing holds up the clock',
    ]);
  });

  test('disciplines-combined asks for no more disciplines than there are', () => {
    expect(faultsAfter(onCase({ rule: 'disciplines-combined', minimum: 4 }))).toEqual([
      `${at}/minimum asks for more disciplines than the model has`,
    ]);
  });
});
