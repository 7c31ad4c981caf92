import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The one byte string of a JSON value (RFC 8785, JCS); whatever `parseJson` returns has one.
 *
 * @throws Error for what JSON cannot say: a number beyond its range, half a surrogate pair, a cycle, nothing at all.
 */
export function canonicalBytes(value: unknown): Buffer {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only a JSON value has a canonical form');
  return Buffer.from(text, 'utf8');
}

/** SHA-256 over the canonical form, in lower-case hexadecimal. */
export function canonicalDigest(value: unknown): string {
  return createHash('sha256').update(canonicalBytes(value)).digest('hex');
}
