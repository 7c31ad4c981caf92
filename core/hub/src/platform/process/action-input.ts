import type { ActionInput } from '@koppel/process';
import type { Call } from '../actions.ts';
import type { ActionBody } from './action-body.schema.ts';
import type { ProcessRecord } from './process-record.ts';

/**
 * What somebody says when acting. Where they name a meeting, its attendance stands for whomever they say were present.
 *
 * @throws KoppelError `request.invalid` for a meeting that did not discuss the signal or case
 */
export async function inputOfBody(
  call: Call,
  { root, collaboration }: Pick<ProcessRecord, 'root' | 'collaboration'>,
  { action: _action, intent: _intent, conference, ...said }: ActionBody,
): Promise<ActionInput> {
  if (conference === undefined) return said;
  return { ...said, present: await call('cases.attendanceOf', { conference, root, collaboration }) };
}
