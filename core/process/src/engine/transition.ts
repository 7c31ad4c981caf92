import type { Transition } from '../model/machine.schema.ts';
import { capacityOf } from './capacity.ts';
import type { Facts } from './facts.ts';
import { areFacts } from './facts-shape.ts';
import { unmetGuards } from './guards/guard-rules.ts';
import { findMachine, findState, findWork, type Work } from './model-lookup.ts';
import type { Action, Capacity, Outcome, Refused, Standing, Transitioned, UnmetGuard } from './outcome.ts';
import { refuseFacts, refuseRole, refuseState, refuseUnknown, unmetReasons, verdictOf } from './verdict.ts';

type Intent = Action['intent'];

/** What an action comes down to in the model: which change, from where, as whose work. */
interface Attempt {
  readonly from: string;
  readonly chosen: Transition;
  readonly work: Work;
}

/**
 * Decides what becomes of an action; the only function that may say that a state changes. Pure, and total: whatever
 * the action, the state and the facts are, it answers and does not throw, provided that the model passed its check.
 *
 * In this order: the model knows the action, the state allows it, it is the clock's or a person's as the model says,
 * the person's role may do it in that step on that level, and everything asked for is there. What is missing is told
 * all at once. A proposal owes the same as a decision, save that it may come from whoever acted before.
 */
export function transition(standing: Standing, action: Action, facts: Facts): Outcome {
  const attempt = findAttempt(standing, action);
  if ('isAllowed' in attempt) return attempt;
  if (!areFacts(facts)) return refuseFacts();
  const act = attempt.chosen.clock === undefined ? actOfPerson : actOfClock;
  return act(attempt, action.intent, facts);
}

const intents: readonly unknown[] = ['decide', 'propose'] satisfies Intent[];

function findAttempt({ model, machine: name, state }: Standing, action: Action): Attempt | Refused {
  const machine = findMachine(model, name);
  const chosen = machine?.transitions.find(({ id }) => id === action?.name);
  if (chosen === undefined || !intents.includes(action.intent)) return refuseUnknown();
  const work = findWork(model, chosen.step);
  const isPossible = chosen.from.includes(state) && findState(machine, chosen.to) !== undefined;
  return isPossible && work !== undefined ? { from: state, chosen, work } : refuseState();
}

/** The clock carries out what was decided, when its time has come and not before; it has nobody to propose to. */
function actOfClock(attempt: Attempt, intent: Intent, facts: Facts): Outcome {
  if (facts.actor !== null || intent === 'propose') return refuseRole();
  const { chosen, work } = attempt;
  const others = chosen.guards.filter(({ rule }) => rule !== 'retention-over');
  const unmet = unmetGuards([{ rule: 'retention-over' }, ...others], facts, work.step);
  return verdictOf(unmet, transitioned(attempt, null), work.rasci.informed);
}

function actOfPerson(attempt: Attempt, intent: Intent, facts: Facts): Outcome {
  const { chosen, work } = attempt;
  const decider = intent === 'propose' ? 'responsible' : chosen.decision;
  const capacity = facts.actor && capacityOf(facts.actor, work, decider);
  if (!capacity) return refuseRole();
  const unmet = unmetFor(attempt, intent, facts);
  if (intent === 'decide') return verdictOf(unmet, transitioned(attempt, capacity), work.rasci.informed);
  const { id: action, step } = chosen;
  return verdictOf(unmet, { type: 'proposed', action, step, capacity }, [work.rasci.accountable]);
}

/** Four eyes look at a decision: the first pair may be that of whoever proposes it. */
export function unmetFor({ chosen, work }: Omit<Attempt, 'from'>, intent: Intent, facts: Facts): UnmetGuard[] {
  const guards = intent === 'decide' ? chosen.guards : chosen.guards.filter(({ rule }) => rule !== 'other-person');
  return [...unmetReasons(facts.input), ...unmetGuards(guards, facts, work.step)];
}

const transitioned = ({ chosen, from }: Attempt, capacity: Capacity | null): Transitioned => ({
  type: 'transitioned',
  action: chosen.id,
  step: chosen.step,
  from,
  to: chosen.to,
  capacity,
});
