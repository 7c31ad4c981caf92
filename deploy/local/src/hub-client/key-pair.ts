import { createPrivateKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** An Ed25519 key as a JSON Web Key (RFC 8037) with its RFC 7638 thumbprint as `kid`. */
export interface KeyPair {
  readonly kid: string;
  /** Registered with the hub. */
  readonly publicJwk: JWK;
  /** Kept in a file that only its owner reads. */
  readonly privateJwk: JWK;
}

export async function createKeyPair(): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  return describe(await exportJWK(publicKey), await exportJWK(privateKey));
}

/** The pair that a private key belongs to. */
export async function keyPairOf(privateJwk: JWK): Promise<KeyPair> {
  const { d: _secret, ...publicJwk } = privateJwk;
  return describe(publicJwk, privateJwk);
}

async function describe(publicKey: JWK, secret: JWK): Promise<KeyPair> {
  const kid = await calculateJwkThumbprint(publicKey);
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.x ?? '', kid };
  return { kid, publicJwk, privateJwk: { ...publicJwk, d: secret.d ?? '' } };
}

/** For `signAgreement`. */
export const privateKeyObject = (jwk: JWK): KeyObject => createPrivateKey({ key: { ...jwk }, format: 'jwk' });
