import fc from 'fast-check';
import {
  machineNames,
  type Action,
  type Actor,
  type Authority,
  type Facts,
  type Guard,
  type PartFacts,
  type ReferenceModel,
  type Standing,
  type Step,
} from '../../../src/index.ts';
import { thrown, type Dice } from './dice.ts';
import { stateNames, disciplines, statements } from './random-machine.ts';
import { allRoles, levels, randomModel } from './random-model.ts';

/** One action by somebody on something. */
export interface Attempt {
  readonly standing: Standing;
  readonly action: Action;
  readonly facts: Facts;
}

export const oins = ['00000001000000000000', '00000002000000000000'] as const;
export const people = ['anna', 'bram', 'carla'] as const;

/** Mandates at random, among which often one that the step looks for. */
function randomActor(step: Step | undefined, dice: Dice): Actor {
  const rasci = step?.rasci[step.level];
  const fitting = rasci ? [rasci.accountable, ...rasci.responsible] : [];
  const roles = [...dice.someOf(fitting), ...dice.someOf(allRoles, 15)];
  const authorities = roles.map((role, i): Authority => {
    const level = dice.chance(80) && step ? step.level : dice.oneOf(levels);
    return { mandate: `mandate-${i}`, role, level };
  });
  return { oin: dice.oneOf(oins), person: dice.oneOf(people), authorities };
}

/** Parts that mostly are where the guards want them. */
function randomParts(guards: readonly Guard[], machine: 'signal' | 'task' | 'intervention', dice: Dice): PartFacts[] {
  const wanted = guards.flatMap(({ states = [] }) => states).filter((state) => state.startsWith(machine));
  return Array.from({ length: dice.upTo(3) }, () => ({
    state: dice.oneOf(wanted.length > 0 && dice.chance(85) ? wanted : stateNames[machine].all),
    hasResult: dice.chance(80),
    ...(dice.chance(90) && { discipline: dice.oneOf(disciplines) }),
  }));
}

const randomInput = (step: Step | undefined, dice: Dice): Facts['input'] => ({
  reasons: dice.chance(95) ? 'for good reasons' : dice.oneOf(['', ' no ', 'x'.repeat(2001)]),
  statements: Object.fromEntries(dice.someOf(statements, 85).map((id) => [id, dice.chance(90) ? 'a statement' : '  '])),
  ...(dice.chance(80) && {
    present: [...dice.someOf(step?.present ?? [], 90), ...dice.someOf(allRoles, 10)].map((role) => ({
      oin: dice.oneOf(oins),
      person: dice.oneOf(people),
      role,
    })),
  }),
  ...(dice.chance(80) && { result: { outcome: dice.oneOf(['done', '']), description: 'as it went' } }),
  ...(dice.chance(50) && { lessons: [dice.oneOf(['start early', ''])] }),
});

/** Who owns the thing and who acted before, as far as anybody knows. */
const randomPast = (dice: Dice): Pick<Facts, 'owner' | 'previousPerson' | 'previousOin'> => ({
  ...(dice.chance(80) && { owner: dice.oneOf(oins) }),
  ...(dice.chance(85) && { previousPerson: dice.oneOf(people) }),
  ...(dice.chance(60) && { previousOin: dice.oneOf(oins) }),
});

export const randomFacts = (guards: readonly Guard[], step: Step | undefined, dice: Dice): Facts => ({
  now: 1000,
  actor: dice.chance(90) ? randomActor(step, dice) : null,
  input: randomInput(step, dice),
  ...randomPast(dice),
  subjects: dice.upTo(2),
  signals: randomParts(guards, 'signal', dice),
  interventions: randomParts(guards, 'intervention', dice),
  tasks: randomParts(guards, 'task', dice),
  ...(dice.chance(90) && { caseState: dice.oneOf(stateNames.case.live) }),
  consultedRoles: dice.someOf(step?.rasci[step.level]?.consulted ?? [], 85),
  lessons: dice.upTo(2),
  retentionEndsAt: dice.chance(80) ? dice.oneOf([999, 1000, 1001]) : null,
});

/** Mostly an action that the state allows, at times another one, at times one that does not exist. */
function chooseAction({ model, machine, state }: Standing, dice: Dice): string {
  const all = model.machines[machine].transitions;
  const possible = all.filter(({ from }) => from.includes(state));
  if (dice.chance(3)) return dice.oneOf(['no-such-action', 'constructor']);
  return dice.oneOf(possible.length > 0 && dice.chance(85) ? possible : all).id;
}

/** Somebody who does something with what stands there. */
export const randomAttempt = (standing: Standing, dice: Dice): Attempt =>
  attemptAt(standing, chooseAction(standing, dice), dice);

/** Somebody who does this; the clock, mostly, where it is the clock's work. */
export function attemptAt(standing: Standing, name: string, dice: Dice): Attempt {
  const { model, machine } = standing;
  const chosen = model.machines[machine].transitions.find(({ id }) => id === name);
  const step = model.process.steps.find(({ id }) => id === chosen?.step);
  const facts = randomFacts(chosen?.guards ?? [], step, dice);
  const isClock = chosen?.clock !== undefined && dice.chance(70);
  return {
    standing,
    action: { name, intent: dice.chance(75) ? 'decide' : 'propose' },
    facts: isClock ? { ...facts, actor: null } : facts,
  };
}

export function randomStanding(model: ReferenceModel, dice: Dice): Standing {
  const machine = dice.oneOf(machineNames);
  return { model, machine, state: dice.oneOf(stateNames[machine].all) };
}

/** Ten attempts under one model, because a model costs more to make than an attempt. */
export const tenAttempts: fc.Arbitrary<Attempt[]> = randomModel.chain((model) =>
  fc.array(
    thrown((dice) => randomAttempt(randomStanding(model, dice), dice)),
    { minLength: 10, maxLength: 10 },
  ),
);
