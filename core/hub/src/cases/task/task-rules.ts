import { isOnCalendar, KoppelError, type Fault } from '@koppel/contract';
import type { Capacity, ReferenceModel } from '@koppel/process';
import type { ActiveMandate } from '../../platform/actions.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { authoritiesAt, isWithin, type Viewer } from '../../platform/process/viewer.ts';
import type { TaskDraft } from '../../platform/task.schema.ts';

/** Everything that is wrong with a task, at once. */
export function taskFaults(
  { owner, role, due }: TaskDraft,
  { model, record, now }: { model: ReferenceModel; record: ProcessRecord; now: number },
): Fault[] {
  const isRole = model.roles.some(({ id }) => id === role);
  const isAhead = due === undefined || (isOnCalendar(due) && Date.parse(due) > now);
  return [
    ...(record.participants.includes(owner) ? [] : [{ path: '/body/owner', message: 'is not joined to this case' }]),
    ...(isRole ? [] : [{ path: '/body/role', message: 'is no role of the reference model of this case' }]),
    ...(isAhead ? [] : [{ path: '/body/due', message: 'must be a moment to come' }]),
  ];
}

/**
 * In which capacity somebody passes a task on: its owner's people with its role do so among themselves, and take one that
 * nobody owns yet.
 *
 * @throws KoppelError `process.role-missing`
 */
export function requireHolder(viewer: Viewer, record: ProcessRecord): Capacity {
  const authority = authoritiesAt(viewer, record).find(({ role }) => role === record.role);
  const isOwn = record.owner === null || record.owner === viewer.oin;
  if (!authority || !isOwn) throw new KoppelError('process.role-missing');
  return authority;
}

/** Whether somebody with these mandates can be given the task. */
export const canTake = (mandates: readonly ActiveMandate[], record: ProcessRecord): boolean =>
  mandates.some((mandate) => mandate.role === record.role && isWithin(mandate, record));
