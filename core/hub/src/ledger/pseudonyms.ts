import { createHmac } from 'node:crypto';
import type { SubjectId } from '@koppel/contract';

/** Keys that turn identifiers into pseudonyms: one per collaboration and calendar year (UTC), made on demand. */
export interface PseudonymKeys {
  keyOf(collaboration: string, year: number): Promise<Uint8Array>;
  /** Every key there is from a year on, of every collaboration. */
  listFrom(year: number): Promise<readonly Uint8Array[]>;
}

/** HMAC-SHA-256 over `kind:value`; without the key a bsn cannot be found by trying them all. */
export function pseudonymOf({ kind, value }: SubjectId, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${kind}:${value}`).digest();
}
