import type { KeyObject } from 'node:crypto';
import type { hubKeyKinds } from '@koppel/ledger';

/**
 * What a key of the hub is for. `checkpoint` and `token` sign, `pseudonym` and `search` make keyed hashes, `case` wraps
 * the keys of cases. docs/keys.md says what each protects.
 */
export type KeyKind = (typeof hubKeyKinds)[number];

/** One version of one key: `checkpoint/log`, version 1. */
export interface KeyId {
  readonly kind: KeyKind;
  readonly name: string;
  /** From 1. */
  readonly version: number;
}

/** A key as its custody tells of it. */
export interface KeptKey extends KeyId {
  /** Tells two keys apart and gives neither away (docs/ledger-format.md, section 2.3). */
  readonly fingerprint: string;
  /** Of a key that signs. */
  readonly publicKey: KeyObject | null;
}

/**
 * Where the hub's keys are. The hub asks for what a key does and never for the key, so that a file, a PKCS#11 token or a
 * key management service can stand behind it. All nodes of a hub reach the same keys.
 *
 * Every operation may cost a round trip. `mac` takes many texts at once, and an implementation far away does what the hot
 * path asks (`token`, `pseudonym`, `search`, `case`) with a session key that it unwraps once and keeps to itself.
 *
 * @throws KoppelError `config.invalid`, naming the key, from every operation with a key that is absent or unusable.
 */
export interface KeyCustody {
  /** Every key that is there. Rejects with one error that lists everything wrong with the place itself. */
  list(): Promise<readonly KeyId[]>;
  /** Undefined when there is no such key. */
  find(id: KeyId): Promise<KeptKey | undefined>;
  /** Makes a key unless it is there; never replaces one. Of two that make it at once both are answered the same key. */
  create(id: KeyId): Promise<KeptKey>;
  /** Destroys a key for good; nothing happens when there is none. */
  destroy(id: KeyId): Promise<void>;
  /** An Ed25519 signature of 64 bytes. */
  sign(id: KeyId, message: Uint8Array): Promise<Uint8Array>;
  /** HMAC-SHA-256 over each text. */
  mac(id: KeyId, texts: readonly string[]): Promise<readonly Buffer[]>;
  /** Encrypts a secret so that it opens only with this key and at this place. */
  wrap(id: KeyId, secret: Uint8Array, place: string): Promise<Buffer>;
  /** @throws KoppelError `hub.failed` for what was changed, moved or wrapped under another key. */
  unwrap(id: KeyId, wrapped: Buffer, place: string): Promise<Buffer>;
}

/** As in configuration and messages: `case/example-region.1`. */
export const keyText = ({ kind, name, version }: KeyId): string => `${kind}/${name}.${version}`;
