import type { KoppelError } from '@koppel/contract';
import type { Caller } from './caller.ts';
import type { SecurityEvent } from './security-log.ts';

/** Unknown, not allowed, not there or hidden, too often. */
const refusals: readonly number[] = [401, 403, 404, 429];
/** The room that refuses a token tells of it itself, and knows of whose system it was. */
const toldByIdentity = '/v1/token';

/** Who asked, as far as that is known, and where; nothing that they said. */
export interface Asker extends Pick<SecurityEvent, 'route' | 'transaction' | 'traceparent'> {
  readonly caller?: Pick<Caller, 'oin' | 'client' | 'person'> | null;
}

/** What the security log should hear of an error; nothing of a fault, nor of a refusal that is an entry of the ledger. */
export function findRefusal(error: KoppelError, { caller, ...place }: Asker): SecurityEvent | undefined {
  const { code, status, details } = error;
  if (!refusals.includes(status) || details.ledgerIndex !== undefined) return undefined;
  if (place.route === toldByIdentity && status !== 429) return undefined;
  const who = caller && { system: { oin: caller.oin, client: caller.client }, forPerson: caller.person !== undefined };
  return { event: 'request.refused', code, ...who, ...place };
}
