import { KoppelError } from '@koppel/contract';
import { rolesOf, type Actor, type Capacity, type ReferenceModel } from '@koppel/process';
import type { JsonObject } from '../../platform/process/process-event.ts';

/**
 * Who may put a lesson forward: R, A or S of the step in which it was recorded, on the level of that step.
 *
 * @throws KoppelError `process.role-missing`
 */
export function requireSpeaker(model: ReferenceModel, decision: JsonObject, actor: Actor): Capacity {
  const transition = model.machines.case.transitions.find(({ id }) => id === decision['action']);
  const step = model.process.steps.find(({ id }) => id === transition?.step);
  const rasci = step && rolesOf(step);
  const roles = rasci ? [rasci.accountable, ...rasci.responsible, ...rasci.supports] : [];
  const authority = actor.authorities.find(({ role, level }) => level === step?.level && roles.includes(role));
  if (!authority) throw new KoppelError('process.role-missing');
  return authority;
}
