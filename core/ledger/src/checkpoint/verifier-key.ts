import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** The signature types of C2SP: what a log signs its notes with, and what a witness cosigns them with. Both are Ed25519. */
const signatureTypes = { log: 0x01, witness: 0x04 } as const;

/** Whose key it is: of a log, or of a witness that cosigns its checkpoints. */
export type KeyKind = keyof typeof signatureTypes;

/** A public key under a name, as the first line of trust: `name+keyId+base64(type ‖ key)`. */
export interface VerifierKey {
  readonly name: string;
  readonly kind: KeyKind;
  /** The first four bytes of SHA-256(name ‖ newline ‖ type ‖ key), in hexadecimal. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/** Whether a text can name a key: no white space, no plus, no control character, at most 200 characters. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{C}]{1,200}$/u.test(name);

/** Names a public Ed25519 key. @throws TypeError for a name or a key that a note cannot carry. */
export function createVerifierKey(name: string, publicKey: KeyObject, kind: KeyKind = 'log'): VerifierKey {
  if (!isKeyName(name)) throw new TypeError('the name of a key has no white space and no plus');
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new TypeError('a checkpoint is signed with Ed25519');
  return { name, kind, keyId: keyIdOf(name, typedKey(rawKey(publicKey), kind)), publicKey };
}

/** The `vkey` text of a key. */
export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${key.keyId}+${typedKey(rawKey(key.publicKey), key.kind).toString('base64')}`;
}

/** Reads a `vkey`; undefined unless it is well formed, of this kind, and its key id is right. */
export function parseVerifierKey(vkey: string, kind: KeyKind = 'log'): VerifierKey | undefined {
  const [, name = '', keyId, encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(vkey) ?? [];
  // 44 characters without padding are 33 bytes: the type and the key.
  const [type, ...raw] = Buffer.from(encoded, 'base64');
  if (type !== signatureTypes[kind] || !isKeyName(name)) return undefined;
  const key = createVerifierKey(name, publicKeyOf(Buffer.from(raw)), kind);
  return key.keyId === keyId ? key : undefined;
}

/** SHA-256 in hexadecimal over the key's RFC 7638 form: how `key.rotated` names a key. */
export const keyFingerprint = (key: KeyObject): string =>
  createHash('sha256')
    .update(`{"crv":"Ed25519","kty":"OKP","x":"${rawKey(key).toString('base64url')}"}`)
    .digest('hex');

const typedKey = (raw: Uint8Array, kind: KeyKind): Buffer => Buffer.concat([Buffer.of(signatureTypes[kind]), raw]);

const keyIdOf = (name: string, typed: Uint8Array): string =>
  createHash('sha256').update(`${name}\n`).update(typed).digest('hex').slice(0, 8);

const rawKey = (key: KeyObject): Buffer => Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url');

const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') } });
