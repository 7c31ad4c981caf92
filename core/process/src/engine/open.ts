import { capacityOf } from './capacity.ts';
import type { Facts } from './facts.ts';
import { areFacts } from './facts-shape.ts';
import { unmetGuards } from './guards/guard-rules.ts';
import { findMachine, findState, findWork, type Work } from './model-lookup.ts';
import type { Capacity, Opened, Outcome, Standing } from './outcome.ts';
import { refuseFacts, refuseRole, refuseState, refuseUnknown, verdictOf } from './verdict.ts';

type Kind = Omit<Standing, 'state'>;

/**
 * Decides whether something may come into being. Only a signal may do so without a person, of an event of a partner's
 * system, where the model describes such an intake. Nobody owes reasons here: they stand in what is opened.
 */
export function open(kind: Kind, facts: Facts): Outcome<Opened> {
  const machine = findMachine(kind.model, kind.machine);
  if (machine === undefined) return refuseUnknown();
  const work = findWork(kind.model, machine.opening.step);
  if (work === undefined || findState(machine, machine.initial) === undefined) return refuseState();
  if (!areFacts(facts)) return refuseFacts();
  const capacity = openingCapacity(kind, work, facts);
  if (capacity === undefined) return refuseRole();
  const unmet = unmetGuards(machine.opening.guards, facts, work.step);
  return verdictOf(unmet, { type: 'opened', step: work.step.id, to: machine.initial, capacity }, work.rasci.informed);
}

function openingCapacity({ model, machine }: Kind, work: Work, { actor }: Facts): Capacity | null | undefined {
  if (actor !== null) return capacityOf(actor, work);
  return machine === 'signal' && model.intake.length > 0 ? null : undefined;
}
