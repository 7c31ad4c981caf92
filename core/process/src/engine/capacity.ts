import type { Transition } from '../model/machine.schema.ts';
import type { Actor } from './facts.ts';
import type { Work } from './model-lookup.ts';
import type { Capacity } from './outcome.ts';

/**
 * In which capacity somebody may act in a step: the first of their mandates, on the very level of the step, to a role
 * that the step's RASCI makes accountable or, unless the decision is the accountable's alone, responsible.
 */
export function capacityOf(
  actor: Actor,
  { step, rasci }: Work,
  decider: Transition['decision'] = 'responsible',
): Capacity | undefined {
  const roles = decider === 'accountable' ? [rasci.accountable] : [rasci.accountable, ...rasci.responsible];
  const authority = actor.authorities.find(({ role, level }) => level === step.level && roles.includes(role));
  return authority && { role: authority.role, level: authority.level, mandate: authority.mandate };
}
