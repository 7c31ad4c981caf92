import { encodeUser, fmtCreds, type User } from '@nats-io/jwt';
import { linkLimits } from '../limits.ts';
import type { LinkPermissions } from '../permissions.ts';
import type { Nkey } from './nkey.ts';

/** What any connection is held to, and any account. */
export const connectionLimits = { subs: 256, payload: linkLimits.maxPayload, data: -1 };

export interface CredentialTerms {
  readonly account: Nkey;
  /** A key that signs in the account's name; the account's own unless given. */
  readonly signer?: Nkey;
  readonly claims: Partial<User>;
  /** Unix time in seconds. */
  readonly expiresAt?: number;
}

/** The text of a credentials file: the claims of a user, and the user's secret. */
export async function encodeCredentials(user: Nkey, name: string, terms: CredentialTerms): Promise<string> {
  // A credential opens an ordinary connection only, unless it is a leaf's: no MQTT, no websocket.
  const claims: Partial<User> = { ...connectionLimits, allowed_connection_types: ['STANDARD'], ...terms.claims };
  const validity = terms.expiresAt === undefined ? {} : { exp: terms.expiresAt };
  const signer = terms.signer === undefined ? {} : { signer: terms.signer };
  const jwt = await encodeUser(name, user, terms.account, claims, { ...validity, ...signer });
  return Buffer.from(fmtCreds(jwt, user)).toString('ascii');
}

export function permissionClaims(permissions: LinkPermissions): Partial<User> {
  const nanosecondsPerMs = 1_000_000;
  return {
    pub: { allow: [...permissions.publish] },
    sub: { allow: [...permissions.subscribe] },
    ...(permissions.mayRespond ? { resp: { max: 1, ttl: linkLimits.replyWindowMs * nanosecondsPerMs } } : {}),
  };
}
