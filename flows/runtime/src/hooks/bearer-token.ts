import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { KoppelError } from '@koppel/contract';

/** Compares in a time that tells nothing about either text, not even its length. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** @throws KoppelError `token.missing` or `token.invalid`. */
export function checkBearerToken(request: IncomingMessage, secret: string): void {
  const [, token] = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) throw new KoppelError('token.missing');
  if (!isSameSecret(token, secret)) throw new KoppelError('token.invalid');
}
