import type { Caller } from '../platform/actions.ts';
import type { SecurityEvent } from '../platform/security-log.ts';
import { translate, type Place } from './problem-reply.ts';

/** Unknown, not allowed, not there or hidden, too often. */
const refusals: readonly number[] = [401, 403, 404, 429];
/** The room that refuses a token tells of it itself, and knows of whose system it was. */
const toldByIdentity = '/v1/token';

/** What the security log should hear of an error; nothing of a fault, nor of a refusal that is an entry of the ledger. */
export function findRefusal(error: unknown, place: Place, caller: Caller | null = null): SecurityEvent | undefined {
  const { code, status, details } = translate(error);
  if (!refusals.includes(status) || details.ledgerIndex !== undefined) return undefined;
  if (place.route === toldByIdentity && status !== 429) return undefined;
  const who = caller && { system: { oin: caller.oin, client: caller.client }, forPerson: caller.person !== undefined };
  return { event: 'request.refused', code, ...who, ...place };
}
