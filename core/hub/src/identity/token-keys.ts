import type { KeyObject } from 'node:crypto';

/** An Ed25519 key that signs access tokens. */
export interface TokenKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Where the hub's token keys are kept; every node must see the same ones. */
export interface TokenKeys {
  /** The key to sign with. */
  current(): Promise<TokenKey>;
  /** The current key or the one before it; tokens of an older one have long expired. */
  find(kid: string): Promise<TokenKey | undefined>;
}
