import type { MachineName, ReferenceModel } from '@koppel/process';
import type { PartsKnown } from './acting.ts';
import type { ProcessDesk } from './process-desk.ts';
import type { Commit } from './process-writer.ts';
import type { ProcessRecord } from './process-record.ts';

/** What an action on a part of a case has to know of the case, and the version of it that the action then rests on. */
export interface CaseKnown {
  readonly known: Pick<PartsKnown, 'caseState'>;
  readonly relyingOn: NonNullable<Commit['relyingOn']>;
}

/** Looks at the case only where a guard of the action does: all else goes on while others change the case. */
export async function caseKnownFor(
  desk: ProcessDesk,
  { root, collaboration }: ProcessRecord,
  { model, machine, action }: { model: ReferenceModel; machine: MachineName; action: string },
): Promise<CaseKnown> {
  const chosen = model.machines[machine].transitions.find(({ id }) => id === action);
  const looks = chosen?.guards.some(({ rule }) => rule === 'case-in') ?? false;
  const record = looks ? await desk.findWithin([collaboration], root) : undefined;
  if (!record) return { known: {}, relyingOn: [] };
  return { known: { caseState: record.state }, relyingOn: [{ id: record.id, version: record.version }] };
}
