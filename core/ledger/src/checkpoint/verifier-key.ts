import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** The signature type of Ed25519 in a C2SP signed note. */
const ED25519 = 0x01;

/** A public key under a name, as the first line of trust: `name+keyId+base64(type ‖ key)`. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of SHA-256(name ‖ newline ‖ type ‖ key), in hexadecimal. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/** Whether a text can name a key: no white space, no plus, no control character, at most 200 characters. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{C}]{1,200}$/u.test(name);

/** Names a public Ed25519 key. @throws TypeError for a name or a key that a note cannot carry. */
export function createVerifierKey(name: string, publicKey: KeyObject): VerifierKey {
  if (!isKeyName(name)) throw new TypeError('the name of a key has no white space and no plus');
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new TypeError('a checkpoint is signed with Ed25519');
  return { name, keyId: keyIdOf(name, rawKey(publicKey)), publicKey };
}

/** The `vkey` text of a key. */
export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${key.keyId}+${typedKey(rawKey(key.publicKey)).toString('base64')}`;
}

/** Reads a `vkey`; undefined unless it is well formed, Ed25519, and its key id is right. */
export function parseVerifierKey(vkey: string): VerifierKey | undefined {
  const [, name = '', keyId, encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(vkey) ?? [];
  // 44 characters without padding are 33 bytes: the type and the key.
  const [type, ...raw] = Buffer.from(encoded, 'base64');
  if (type !== ED25519 || !isKeyName(name)) return undefined;
  const key = createVerifierKey(name, publicKeyOf(Buffer.from(raw)));
  return key.keyId === keyId ? key : undefined;
}

const typedKey = (raw: Uint8Array): Buffer => Buffer.concat([Buffer.of(ED25519), raw]);

const keyIdOf = (name: string, raw: Uint8Array): string =>
  createHash('sha256').update(`${name}\n`).update(typedKey(raw)).digest('hex').slice(0, 8);

const rawKey = (key: KeyObject): Buffer => Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url');

const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') } });
