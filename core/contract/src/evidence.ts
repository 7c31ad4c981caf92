import { createPrivateKey, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { Instant } from './text.ts';

const text = (pattern: string, length: number) => Type.String({ pattern, minLength: length, maxLength: length });

/** 32 random bytes in base64url; whoever has them can test guesses of what was asked, so they never rest in the hub. */
export const EvidenceNonce = text('^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$', 43);
const Digest = text('^[0-9a-f]{64}$', 64);
const KeyId = text('^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$', 43);
/** An Ed25519 signature (RFC 8032) in base64url, which spells it in one way. */
const Signature = text('^[A-Za-z0-9_-]{85}[AQgw]$', 86);

/** What a requester sends with a question under an agreement with `evidence: signed`. */
export const QuestionEvidence = Type.Object(
  { nonce: EvidenceNonce, at: Instant, keyId: KeyId, signature: Signature },
  { additionalProperties: false },
);
export type QuestionEvidence = Static<typeof QuestionEvidence>;

/** What the log keeps of a signed question or answer: an HMAC under the nonce, and a signature over that. */
export const EvidenceMark = Type.Object(
  { digest: Digest, keyId: KeyId, signature: Signature },
  { additionalProperties: false },
);
export type EvidenceMark = Static<typeof EvidenceMark>;

/** Signs with an evidence key of one organisation; the private key may live elsewhere. */
export interface EvidenceSigner {
  /** The RFC 7638 thumbprint under which the key is registered. */
  readonly keyId: string;
  /** An Ed25519 signature of 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export const createEvidenceNonce = (): string => randomBytes(32).toString('base64url');

/**
 * A signer with its private key at hand, as a JSON Web Key with its `kid`.
 *
 * @throws TypeError for anything but an Ed25519 private key that names its `kid`.
 */
export function createEvidenceSigner(jwk: Readonly<Record<string, unknown>>): EvidenceSigner {
  const { kid } = jwk;
  if (typeof kid !== 'string' || jwk['crv'] !== 'Ed25519' || typeof jwk['d'] !== 'string') {
    throw new TypeError('evidence is signed with an Ed25519 private key that names its kid');
  }
  const privateKey = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  return { keyId: kid, sign: (bytes) => Promise.resolve(sign(null, bytes, privateKey)) };
}

/** Whether bytes are signed under a key; any other kind of key, or of spelling, is a no. */
export function isSignedBy(bytes: Uint8Array, signature: string, publicKey: KeyObject): boolean {
  const raw = Buffer.from(signature, 'base64url');
  const isSpelledOnce = raw.toString('base64url') === signature;
  if (!isSpelledOnce || publicKey.asymmetricKeyType !== 'ed25519') return false;
  return verify(null, bytes, publicKey, raw);
}
