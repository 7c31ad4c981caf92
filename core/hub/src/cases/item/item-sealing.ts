import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { seal, unseal } from '../../platform/keys/sealed-box.ts';
import type { ItemContent } from '../../platform/item.schema.ts';
import type { JsonObject } from '../../platform/process/process-event.ts';
import { sealContent, unsealContent } from '../../platform/process/sealing.ts';

/** What an item says, sealed under a key that nothing else is sealed under. */
export interface SealedItem {
  readonly sealed: Buffer;
  /** SHA-256 over salt and content, hexadecimal. */
  readonly digest: string;
  /** The item's key as it is stored: only who holds the key of the case can use it. */
  wrapUnder(caseKey: KeyObject): Buffer;
}

export function sealItem(id: string, content: ItemContent): SealedItem {
  const key = randomBytes(32);
  const { box, digest } = sealContent(content as JsonObject, createSecretKey(key), id);
  return { sealed: box, digest, wrapUnder: (caseKey) => seal(key, caseKey, id) };
}

/** @throws KoppelError `hub.failed` for an item that was changed, moved or sealed under another key. */
export function openItem(
  { id, wrapped, sealed, digest }: { id: string; wrapped: Buffer; sealed: Buffer; digest: string },
  caseKey: KeyObject,
): ItemContent {
  const key = createSecretKey(unseal(wrapped, caseKey, id));
  return unsealContent(sealed, key, { place: id, digest });
}
