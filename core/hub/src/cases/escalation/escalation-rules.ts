import { KoppelError } from '@koppel/contract';
import {
  stepsFrom,
  type Actor,
  type Capacity,
  type Level,
  type ReferenceModel,
  type Standing,
  type Step,
} from '@koppel/process';
import type { Body } from '../../platform/body.schema.ts';
import { findRoleIn } from '../../platform/process/contributing.ts';
import type { JsonObject } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { authoritiesAt, type Place, type Viewer } from '../../platform/process/viewer.ts';
import { invalidAt } from '../../platform/refusal.ts';
import { accountableOn } from '../meeting/conference-rules.ts';

/** A step for which somebody answers. */
export interface Answered {
  readonly step: Step;
  readonly capacity: Capacity;
}

/**
 * The step that somebody asks about: one that can be done now and for which they answer.
 *
 * @throws KoppelError `process.role-missing`
 */
export function stepToEscalate(standing: Standing, actor: Actor, named: string | undefined): Answered {
  for (const step of stepsFrom(standing)) {
    const capacity = findRoleIn([step], actor, ({ accountable }) => [accountable]);
    if (capacity && (named === undefined || named === step.id)) return { step, capacity };
  }
  throw new KoppelError('process.role-missing');
}

/**
 * The body above, when it is the one that was named and when both the bodies and the reference model turn to its level.
 *
 * @throws KoppelError `request.invalid`
 */
export function requireNextLevel(model: ReferenceModel, from: Body, to: Body | undefined): Body {
  const next = model.levels.find(({ level }) => level === from.level)?.escalatesTo;
  if (!to?.active || to.id !== from.parent || to.level !== next)
    throw invalidAt('/body/to', 'is not the body to which this one turns with a question');
  return to;
}

/**
 * Who decides about a step on a higher level: whoever the step makes accountable there, or else whoever answers for
 * anything on that level.
 *
 * @throws KoppelError `request.invalid` when nobody does
 */
export function decidersOf(model: ReferenceModel, stepId: string, level: Level): readonly string[] {
  const own = model.process.steps.find(({ id }) => id === stepId)?.rasci[level]?.accountable;
  const deciders = own === undefined ? accountableOn(model, level) : [own];
  if (deciders.length === 0)
    throw invalidAt('/body/to', 'is of a level on which the reference model lets nobody decide');
  return deciders;
}

/** @throws KoppelError `process.role-missing`, `process.four-eyes` for whoever asked */
export function requireDecider(viewer: Viewer, record: ProcessRecord, level: Level): Capacity {
  const deciders = (record.content?.['deciders'] ?? []) as readonly string[];
  const authority = authoritiesAt(viewer, record).find((held) => held.level === level && deciders.includes(held.role));
  if (!authority) throw new KoppelError('process.role-missing');
  const { oin, person } = record.openedBy;
  if (oin === viewer.oin && person === viewer.person) throw new KoppelError('process.four-eyes');
  return authority;
}

/** Whether somebody sits on a level: a question is for those alone, whatever else they hold. */
export const hasSeat = (viewer: Viewer, place: Place, level: Level): boolean =>
  authoritiesAt(viewer, place).some((held) => held.level === level);

/** @throws KoppelError `request.invalid` for an option that was not put */
export function chosenOf(content: JsonObject, option: number): string {
  const chosen = ((content['options'] ?? []) as readonly string[])[option - 1];
  if (chosen === undefined) throw invalidAt('/body/option', 'is none of the options');
  return chosen;
}
