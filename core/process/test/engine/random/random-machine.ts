import {
  GuardName,
  guardParameters,
  type Guard,
  type Machine,
  type MachineName,
  type State,
  type Step,
  type Transition,
} from '../../../src/index.ts';
import { text } from '../sample-model.ts';
import type { Dice } from './dice.ts';

export const phases = ['early', 'middle', 'late'] as const;
export const statements = ['necessity', 'proportion'] as const;
export const disciplines = ['law', 'tax', 'care'] as const;

/** The states of each machine have ids of their own, so that a mix-up shows. */
const namesFor = (machine: MachineName) => {
  const live = [0, 1, 2, 3].map((i) => `${machine}-live-${i}`);
  const ends = [`${machine}-end-0`, `${machine}-end-1`];
  const ended = isKept(machine) ? [`${machine}-locked`, `${machine}-destroyed`] : [];
  return { live, ends, ended, all: [...live, ...ends, ...ended] };
};

/** Only a signal and a case have a retention clock of their own. */
const isKept = (machine: MachineName): boolean => machine === 'signal' || machine === 'case';

export const stateNames = {
  signal: namesFor('signal'),
  case: namesFor('case'),
  task: namesFor('task'),
  intervention: namesFor('intervention'),
} satisfies { [Name in MachineName]: unknown };

const rulesForAll = [
  'statement-given',
  'attendance-recorded',
  'other-person',
  'result-given',
  'lessons-given',
] as const satisfies GuardName[];
const rulesOfRoots = [...rulesForAll, 'subject-recorded', 'consulted'] as const satisfies GuardName[];
const rulesOfParts = [...rulesForAll, 'owner-acts', 'case-in'] as const satisfies GuardName[];
const rulesOfCases = GuardName.enum.filter(
  (rule) => rule !== 'case-in' && guardParameters[rule].statesOf !== undefined,
);

const rulesFor: Readonly<Record<MachineName, readonly GuardName[]>> = {
  signal: rulesOfRoots,
  case: [...rulesOfRoots, ...rulesOfCases],
  task: rulesOfParts,
  intervention: rulesOfParts,
};

/** Rules that look at what is there, said or known when something comes into being. */
const rulesOfOpenings: ReadonlySet<GuardName> = new Set(['subject-recorded', 'owner-acts', 'signals-in', 'case-in']);

function guardOf(rule: GuardName, dice: Dice): Guard {
  const { required, optional, statesOf } = guardParameters[rule];
  const takes = [...required, ...dice.someOf(optional)];
  const names = statesOf && stateNames[statesOf];
  return {
    rule,
    ...(takes.includes('statement') && { statement: dice.oneOf(statements) }),
    ...(takes.includes('states') && names && { states: [dice.oneOf(names.live), ...dice.someOf(names.ends)] }),
    ...(takes.includes('minimum') && { minimum: dice.upTo(2) }),
  };
}

/** Few guards, so that something gets through; every rule has its turn where it can be met. */
const guardsOf = (machine: MachineName, { level, rasci }: Step, dice: Dice): Guard[] =>
  dice
    .someOf(rulesFor[machine], 18)
    .filter((rule) => rule !== 'consulted' || (rasci[level]?.consulted.length ?? 0) > 0)
    .map((rule) => guardOf(rule, dice));

const retention = { retention: { days: 30, lockedYears: 5 } };

function randomStates(name: MachineName, dice: Dice): State[] {
  const { live, ends, ended } = stateNames[name];
  const stateOf = (id: string, phase: string, more: Partial<State>): State => {
    const exchange = isKept(name) ? dice.oneOf(['none', 'match'] as const) : 'none';
    return { id, title: text(id), phase, exchange, ...more };
  };
  return [
    ...live.map((id, i) => stateOf(id, phases[i] ?? dice.oneOf(phases), isKept(name) ? retention : {})),
    ...ends.map((id) => stateOf(id, dice.oneOf(phases), { final: true, ...(isKept(name) && retention) })),
    ...ended.map((id) => stateOf(id, 'late', { final: true, exchange: 'none' })),
  ];
}

type Way = Pick<Transition, 'id' | 'from' | 'to' | 'clock'>;

/** A way through all live states and to every end, with shortcuts and ways back. */
function waysOfPeople(name: MachineName, dice: Dice): Way[] {
  const { live, ends } = stateNames[name];
  const all = [...live, ...ends];
  return [
    ...live.slice(1).map((to, i) => ({ id: `${name}-next-${i}`, from: live.slice(i, i + 1), to })),
    ...ends.map((to, i) => ({
      id: `${name}-stop-${i}`,
      from: [...live.slice(3), ...dice.someOf(live.slice(0, 3), 20)],
      to,
    })),
    ...live.map((_, i) => ({ id: `${name}-jump-${i}`, from: [dice.oneOf(live)], to: dice.oneOf(all) })),
  ];
}

function waysOfClock(name: MachineName): Way[] {
  const { live, ends, ended } = stateNames[name];
  const [locked, destroyed] = ended;
  if (locked === undefined || destroyed === undefined) return [];
  return [
    { id: `${name}-lock`, from: [...live, ...ends], to: locked, clock: 'lock' },
    { id: `${name}-destroy`, from: [locked], to: destroyed, clock: 'destroy' },
  ];
}

export interface MachinePlan {
  readonly name: MachineName;
  /** A step for an action that begins in a state of this phase. */
  readonly stepIn: (phase: string) => Step;
}

export function randomMachine({ name, stepIn }: MachinePlan, dice: Dice): Machine {
  const states = randomStates(name, dice);
  const stepFrom = (id: string | undefined): Step => stepIn(states.find((state) => state.id === id)?.phase ?? '');
  const byPeople = waysOfPeople(name, dice).map((way): Transition => {
    const step = stepFrom(way.from[0]);
    const guards = guardsOf(name, step, dice);
    const ids = new Set(guards.flatMap(({ statement }) => statement ?? []));
    return {
      ...way,
      title: text(way.id),
      step: step.id,
      guards,
      statements: [...ids].map((id) => ({ id, title: text(id) })),
      decision: dice.oneOf(['responsible', 'accountable'] as const),
    };
  });
  const byClock = waysOfClock(name).map((way): Transition => {
    const step = way.clock === 'destroy' ? stepIn('late') : stepFrom(way.from[0]);
    return { ...way, title: text(way.id), step: step.id, guards: [{ rule: 'retention-over' }] };
  });
  const [initial = ''] = stateNames[name].live;
  const step = stepFrom(initial);
  const guards = guardsOf(name, step, dice).filter(({ rule }) => rulesOfOpenings.has(rule));
  return { initial, opening: { step: step.id, guards }, states, transitions: [...byPeople, ...byClock] };
}
