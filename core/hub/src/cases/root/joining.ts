import { KoppelError } from '@koppel/contract';
import type { Call } from '../../platform/actions.ts';
import type { EventDraft } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';

/** @throws KoppelError `resource.exists` for whoever is joined, `request.invalid` for whoever may not be. */
export async function joinEvent(
  call: Call,
  root: ProcessRecord,
  { oin, reasons }: { oin: string; reasons: string },
): Promise<EventDraft> {
  if (root.participants.includes(oin)) throw new KoppelError('resource.exists');
  if (!(await isMember(call, root, oin))) {
    const faults = [{ path: '/body/oin', message: 'is not a member of the body that deals with this' }];
    throw new KoppelError('request.invalid', undefined, { details: { faults } });
  }
  return { type: 'joined', facts: { oin }, content: { reasons } };
}

async function isMember(call: Call, { body: id, collaboration }: ProcessRecord, oin: string): Promise<boolean> {
  const body = id === null ? null : await call('cases.findBody', { id });
  const organisation = await call('identity.findOrganisation', { oin });
  const takesPart = organisation?.status === 'active' && organisation.collaborations.includes(collaboration);
  return takesPart && (body?.members.includes(oin) ?? false);
}
