import { createPublicKey, type KeyObject } from 'node:crypto';
import type { KeyRing } from '../platform/keys/key-ring.ts';
import type { RegisteredKey } from '../platform/keys/key-register.ts';

/** An Ed25519 key that signs access tokens. */
export interface TokenKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly publicKey: KeyObject;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** The hub's token keys; the same ones on every node. */
export interface TokenKeys {
  /** The key to sign with. */
  current(): Promise<TokenKey>;
  /** A key whose tokens may still be valid. */
  find(kid: string): Promise<TokenKey | undefined>;
}

const kind = 'token';
const name = 'hub';

/**
 * Token keys of the ring. A new one is known to every node before any of them signs with it; should a node meet a `kid` that
 * it does not know all the same, it looks again, once a second at most, so that invented ones cost nothing.
 */
export class RingTokenKeys implements TokenKeys {
  readonly #ring: KeyRing;
  readonly #keys = new Map<string, TokenKey>();

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  async current(): Promise<TokenKey> {
    return this.#tokenKey(await this.#ring.active(kind, name));
  }

  async find(kid: string): Promise<TokenKey | undefined> {
    const known = this.#usable(kid);
    if (known) return known;
    await this.#ring.lookAgain();
    return this.#usable(kid);
  }

  #usable(kid: string): TokenKey | undefined {
    return this.#ring
      .usable(kind, name)
      .map((key) => this.#tokenKey(key))
      .find((key) => key.kid === kid);
  }

  #tokenKey(key: RegisteredKey): TokenKey {
    const { fingerprint, publicKey } = key;
    if (fingerprint === null || publicKey === null) throw new Error('a token key has a public key');
    const known = this.#keys.get(fingerprint);
    if (known) return known;
    const made: TokenKey = {
      kid: Buffer.from(fingerprint, 'hex').toString('base64url'),
      publicKey: createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: publicKey } }),
      sign: (message) => this.#ring.custody.sign(key, message),
    };
    this.#keys.set(fingerprint, made);
    return made;
  }
}
