import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { KoppelError } from '@koppel/contract';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce, tag, ciphertext. `place` is bound to it, so that a box moved elsewhere does not open. */
export function seal(plain: Uint8Array, key: KeyObject, place: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([encryption.update(plain), encryption.final()]);
  return Buffer.concat([nonce, encryption.getAuthTag(), sealed]);
}

/** @throws KoppelError `hub.failed` when the box was changed, moved or sealed under another key. */
export function unseal(box: Buffer, key: KeyObject, place: string): Buffer {
  try {
    const decryption = createDecipheriv(cipher, key, box.subarray(0, nonceBytes))
      .setAAD(Buffer.from(place))
      .setAuthTag(box.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decryption.update(box.subarray(nonceBytes + tagBytes)), decryption.final()]);
  } catch (cause) {
    throw new KoppelError('hub.failed', 'Sealed content does not open', { cause });
  }
}
