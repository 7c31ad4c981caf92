import type { ActionInput } from '@koppel/process';
import { refuseIf } from '../refusal.ts';
import type { ActionBody } from './action-body.schema.ts';
import { unheldRoles, unjoinedPeople } from './attendance.ts';
import type { ProcessTools } from './open-process.ts';
import type { ProcessRecord } from './process-record.ts';

/**
 * What somebody says when acting. Where they name a meeting, its attendance stands for whomever they say were present;
 * where they do not, nobody's word makes a role present that the person named does not hold.
 *
 * @throws KoppelError `request.invalid` for a meeting that did not discuss the signal or case, for such a role, and for
 * somebody of an organisation that is not joined
 */
export async function inputOfBody(
  { call, desk }: Pick<ProcessTools, 'call' | 'desk'>,
  record: Pick<ProcessRecord, 'root' | 'collaboration' | 'theme' | 'region'>,
  { action: _action, intent: _intent, conference, ...said }: ActionBody,
): Promise<ActionInput> {
  if (conference !== undefined) {
    const { root, collaboration } = record;
    return { ...said, present: await call('cases.attendanceOf', { conference, root, collaboration }) };
  }
  const { present: people = [] } = said;
  if (people.length === 0) return said;
  const root = await desk.findWithin([record.collaboration], record.root);
  const path = '/body/present';
  const unjoined = unjoinedPeople(root?.participants ?? [], { people, path });
  refuseIf(unjoined.length > 0 ? unjoined : await unheldRoles(call, record, { people, path }));
  return said;
}
