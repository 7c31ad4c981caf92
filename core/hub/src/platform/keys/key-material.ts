import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import { keyFingerprint } from '@koppel/ledger';
import type { KeyKind } from './key-custody.ts';

/** A key at hand, and its fingerprint. */
export interface KeyMaterial {
  readonly key: KeyObject;
  readonly publicKey: KeyObject | null;
  readonly fingerprint: string;
}

const secretBytes = 32;
const signingKinds: ReadonlySet<KeyKind> = new Set(['checkpoint', 'token']);

/** A new key as text: a private JSON Web Key (Ed25519), or 32 random bytes in base64. */
export const makeKeyText = (kind: KeyKind): string =>
  signingKinds.has(kind)
    ? JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))
    : randomBytes(secretBytes).toString('base64');

/** Reads what `makeKeyText` wrote; undefined for anything else. */
export function readKeyText(kind: KeyKind, text: string): KeyMaterial | undefined {
  return signingKinds.has(kind) ? readSigningKey(text) : readSecretKey(text);
}

function readSigningKey(text: string): KeyMaterial | undefined {
  try {
    const key = createPrivateKey({ key: JSON.parse(text), format: 'jwk' });
    const publicKey = createPublicKey(key);
    if (key.asymmetricKeyType !== 'ed25519') return undefined;
    return { key, publicKey, fingerprint: keyFingerprint(publicKey) };
  } catch {
    return undefined;
  }
}

function readSecretKey(text: string): KeyMaterial | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.byteLength !== secretBytes || bytes.toString('base64') !== text.trim()) return undefined;
  const key = createSecretKey(bytes);
  return { key, publicKey: null, fingerprint: macOf(key, 'koppel key fingerprint').toString('hex') };
}

/** A key object costs a quarter of what the same key costs as bytes, which are made into one again for every message. */
export const macOf = (key: KeyObject, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export const signatureOf = (key: KeyObject, message: Uint8Array): Buffer => sign(null, message, key);
