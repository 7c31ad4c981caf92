import { describe, expect, test } from '@jest/globals';
import { faultsAfter, type Draft } from './themes.ts';

type Place = [path: string, kind: string];

/** Every place of the small theme where something else is named. */
const places: Place[] = [
  ['/levels/0/escalatesTo', 'level'],
  ['/roles/0/level', 'level'],
  ['/process/steps/0/phase', 'phase'],
  ['/process/steps/0/level', 'level'],
  ['/process/steps/0/rasci/operational/responsible/0', 'role'],
  ['/process/steps/0/rasci/operational/accountable', 'role'],
  ['/process/steps/6/rasci/operational/supports/0', 'role'],
  ['/process/steps/3/rasci/strategic/consulted/0', 'role'],
  ['/process/steps/1/rasci/operational/informed/0', 'role'],
  ['/process/steps/3/present/0', 'role'],
  ['/process/steps/3/needs/0', 'information need'],
  ['/process/steps/4/subProcess', 'sub-process'],
  ['/process/subProcesses/0/tasks/0/role', 'role'],
  ['/process/subProcesses/0/tasks/0/subProcess', 'sub-process'],
  ['/machines/case/initial', 'case state'],
  ['/machines/signal/opening/step', 'step'],
  ['/machines/case/opening/guards/0/states/0', 'signal state'],
  ['/machines/case/states/0/phase', 'phase'],
  ['/machines/case/transitions/0/from/0', 'case state'],
  ['/machines/task/transitions/0/to', 'task state'],
  ['/machines/intervention/transitions/0/step', 'step'],
  ['/machines/case/transitions/1/guards/0/states/0', 'intervention state'],
  ['/vocabulary/concepts/3/broader/0', 'concept'],
  ['/vocabulary/concepts/3/related/0', 'concept'],
  ['/barrierModels/0/steps/0/partners/0', 'organisation type'],
  ['/interventions/0/barrierModel', 'barrier model'],
  ['/interventions/0/barrierStep', 'barrier step'],
  ['/interventions/0/barrier', 'barrier'],
  ['/interventions/0/discipline', 'discipline'],
  ['/interventions/0/ownerType', 'organisation type'],
  ['/indicators/0/measure/from/0', 'case state'],
  ['/indicators/0/measure/states/0', 'case state'],
  ['/indicators/0/measure/outOf/0', 'case state'],
  ['/goals/0/indicator', 'indicator'],
  ['/goals/0/owner', 'role'],
];

/** Levels are words of the schema, so that one that is missing is a level that this model leaves out. */
const nothing = (kind: string): string => (kind === 'level' ? 'policy' : 'nothing-such');

function point(model: Draft, path: string, value: string): void {
  const steps = path.slice(1).split('/');
  const last = steps.pop() ?? '';
  const parent = steps.reduce((part, step) => (part[step] ??= []), model);
  parent[last] = value;
}

describe('a name that leads nowhere', () => {
  test.each(places)('is told at %s', (path, kind) => {
    const faults = faultsAfter((model) => point(model, path, nothing(kind)));
    expect(faults).toContain(`${path} names the ${kind} "${nothing(kind)}", which does not exist`);
  });

  test('is told for each, all at once', () => {
    const faults = faultsAfter((model) => {
      for (const [path, kind] of places) point(model, path, nothing(kind));
    });
    const told = faults
      .filter((fault) => fault.endsWith('which does not exist'))
      .map((fault) => String(fault.split(' ')[0]));
    // Of a barrier model that does not exist, no step and no barrier is missed.
    const expected = places.map(([path]) => path).filter((path) => !/barrierStep|barrier$/.test(path));
    expect(told.toSorted()).toEqual(expected.toSorted());
  });
});

test('a block of RASCI is for a level that the model has', () => {
  const faults = faultsAfter(({ process: { steps } }) => {
    steps[0].rasci.policy = { responsible: [], accountable: 'inspector', supports: [], consulted: [], informed: [] };
  });
  expect(faults).toEqual([
    '/process/steps/0/rasci/policy names the level "policy", which does not exist',
    '/process/steps/0/rasci/policy/accountable must be a role of the policy level',
  ]);
});

describe('a name', () => {
  test.each<[string, (model: Draft) => void, string]>([
    ['a role', (model) => model.roles.push(model.roles[0]), '/roles/6/id repeats "bridge-keeper"'],
    ['a level', (model) => model.levels.push(model.levels[1]), '/levels/2/level repeats "strategic"'],
    ['an event', (model) => model.intake.push(model.intake[0]), '/intake/1/event repeats "bridge.crack-measured"'],
    [
      'a state',
      (model) => model.machines.task.states.push(model.machines.task.states[1]),
      '/machines/task/states/2/id repeats "answered"',
    ],
    [
      'a transition',
      (model) => model.machines.task.transitions.push(model.machines.task.transitions[0]),
      '/machines/task/transitions/1/id repeats "reply"',
    ],
    [
      'a barrier',
      ({ barrierModels: [{ steps }] }) => steps[0].barriers.push(steps[0].barriers[0]),
      '/barrierModels/0/steps/0/barriers/1/id repeats "weight-limit"',
    ],
    [
      'a state to leave',
      (model) => model.machines.task.transitions[0].from.push('asked'),
      '/machines/task/transitions/0/from/1 repeats "asked"',
    ],
    [
      'a responsible',
      (model) => model.process.steps[0].rasci.operational.responsible.push('bridge-keeper'),
      '/process/steps/0/rasci/operational/responsible/1 repeats "bridge-keeper"',
    ],
  ])('stands once in its list: %s', (_what, change, fault) => {
    expect(faultsAfter(change)).toEqual([fault]);
  });

  test('may stand in two lists', () => {
    expect(faultsAfter((model) => Object.assign(model.machines.task.states[1], { id: 'answered' }))).toEqual([]);
  });

  test.each(['nl', 'en'])('that people read is not blank in %s', (language) => {
    expect(faultsAfter((model) => Object.assign(model.machines.case.states[1].title, { [language]: ' \t' }))).toEqual([
      `/machines/case/states/1/title/${language} must not be blank`,
    ]);
    expect(faultsAfter((model) => Object.assign(model.title, { [language]: '' }))).toEqual([
      `/title/${language} must NOT have fewer than 1 characters`,
    ]);
  });
});
