import { KoppelError } from '@koppel/contract';

/** Longer than any token the hub issues; what is longer is not looked at. */
const maxTokenLength = 4096;
const scheme = /^bearer +/i;
const compactJws = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * The token of an `Authorization` header (RFC 6750).
 *
 * @throws KoppelError `token.missing` without a bearer token, `token.invalid` for anything that is not one compact JWS.
 */
export function readBearerToken(authorization: string | undefined): string {
  if (authorization === undefined || !scheme.test(authorization)) throw new KoppelError('token.missing');
  const token = authorization.replace(scheme, '');
  if (token.length > maxTokenLength || !compactJws.test(token)) throw new KoppelError('token.invalid');
  return token;
}

/** Until when a token is valid, in milliseconds since the epoch; only for a token whose signature was verified. */
export function expiryOf(token: string): number {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const isPayload = typeof payload === 'object' && payload !== null && 'exp' in payload;
  return isPayload ? Number(payload.exp) * 1000 : 0;
}
