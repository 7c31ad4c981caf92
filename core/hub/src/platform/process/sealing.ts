import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import { canonicalBytes, canonicalDigest, KoppelError } from '@koppel/contract';
import { seal, unseal } from '../keys/sealed-box.ts';
import type { JsonObject, ProcessEvent } from './process-event.ts';

const saltBytes = 16;

/** Content with its salt, as it is sealed; the salt keeps the digest from being found by trying likely contents. */
interface Salted {
  readonly salt: string;
  readonly content: JsonObject;
}

export interface SealedContent {
  readonly box: Buffer;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

export function sealContent(content: JsonObject, key: KeyObject, place: string): SealedContent {
  const salted: Salted = { salt: randomBytes(saltBytes).toString('base64url'), content };
  return { box: seal(canonicalBytes(salted), key, place), digest: contentDigestOf(salted) };
}

/** @throws KoppelError `hub.failed` when the content is not the one that the event told the digest of. */
export function unsealContent(
  box: Buffer,
  key: KeyObject,
  { place, digest }: { place: string; digest: string },
): JsonObject {
  const salted = JSON.parse(unseal(box, key, place).toString()) as Salted;
  if (contentDigestOf(salted) !== digest) throw new KoppelError('hub.failed', 'Content does not fit its digest');
  return salted.content;
}

const contentDigestOf = (salted: Salted): string => createHash('sha256').update(canonicalBytes(salted)).digest('hex');

/** What the ledger holds of an event: everything clear, and of the content its digest. */
export function eventDigest({ content: _content, ...clear }: ProcessEvent): string {
  return canonicalDigest(clear);
}
