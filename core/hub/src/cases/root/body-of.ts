import { KoppelError } from '@koppel/contract';
import type { Body } from '../../platform/body.schema.ts';
import type { Call } from '../../platform/actions.ts';

/** The body of an organisation's own. @throws KoppelError `resource.not-found` when it is none, or closed. */
export async function getOwnBody(call: Call, oin: string, id: string): Promise<Body> {
  const body = await call('cases.findBody', { id });
  if (!body?.active || !body.members.includes(oin)) throw new KoppelError('resource.not-found');
  return body;
}
