import type { ActionInput } from '@koppel/process';
import type { Call } from '../actions.ts';
import { refuseIf } from '../refusal.ts';
import type { ActionBody } from './action-body.schema.ts';
import { unheldRoles } from './attendance.ts';
import type { ProcessRecord } from './process-record.ts';

/**
 * What somebody says when acting. Where they name a meeting, its attendance stands for whomever they say were present;
 * where they do not, nobody's word makes a role present that the person named does not hold.
 *
 * @throws KoppelError `request.invalid` for a meeting that did not discuss the signal or case, and for such a role
 */
export async function inputOfBody(
  call: Call,
  record: Pick<ProcessRecord, 'root' | 'collaboration' | 'theme' | 'region'>,
  { action: _action, intent: _intent, conference, ...said }: ActionBody,
): Promise<ActionInput> {
  if (conference !== undefined) {
    const { root, collaboration } = record;
    return { ...said, present: await call('cases.attendanceOf', { conference, root, collaboration }) };
  }
  refuseIf(await unheldRoles(call, record, { people: said.present ?? [], path: '/body/present' }));
  return said;
}
