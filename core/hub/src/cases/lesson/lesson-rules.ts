import type { Actor, Capacity, ReferenceModel } from '@koppel/process';
import { requireContributorIn } from '../../platform/process/contributing.ts';
import type { JsonObject } from '../../platform/process/process-event.ts';

/**
 * Who may put a lesson forward: R, A or S of the step in which it was recorded, on the level of that step.
 *
 * @throws KoppelError `process.role-missing`
 */
export function requireSpeaker(model: ReferenceModel, decision: JsonObject, actor: Actor): Capacity {
  const transition = model.machines.case.transitions.find(({ id }) => id === decision['action']);
  const step = model.process.steps.find(({ id }) => id === transition?.step);
  return requireContributorIn(step ? [step] : [], actor);
}
