import type { KeyId, KeptKey } from './key-custody.ts';

/** `coming` is known to every node before any of them uses it; `retired` serves what was made with it, and makes nothing. */
export type KeyState = 'coming' | 'active' | 'retired' | 'destroyed';

/** A key that this hub has or had, whether or not its custody can still be reached. */
export interface RegisteredKey extends KeyId {
  readonly state: KeyState;
  /** Null for a key of which is only known that there was one. */
  readonly fingerprint: string | null;
  /** Raw, in base64url; of keys that sign, destroyed ones too: somebody may have to verify what they signed. */
  readonly publicKey: string | null;
  /** ISO 8601, UTC. */
  readonly activeFrom: string;
  /** Milliseconds since a later version took its place; null while none did. */
  readonly retiredForMs: number | null;
  /** False for a key that took the place of a lost one, until the ledger tells of it. */
  readonly isLogged: boolean;
}

/** How a key comes into the register. */
export interface NewEntry {
  readonly key: KeptKey;
  /** From when it is used; by then every node must have seen it. */
  readonly inMs: number;
  readonly isLogged: boolean;
}

/** Which keys the hub has: so that every node uses the same ones, and a key that is lost is missed. */
export interface KeyRegister {
  /** Every version of every key, the newest of each first. */
  list(): Promise<RegisteredKey[]>;
  /** False when this version is in the register already. */
  add(entry: NewEntry): Promise<boolean>;
  /** Remembers what a key looks like of which only was known that there is one. */
  identify(key: KeptKey): Promise<void>;
  /** Decides that a key ends after so long; an end that was decided before and comes earlier stays. */
  endIn(inMs: number, id: KeyId): Promise<void>;
  markLogged(id: KeyId): Promise<void>;
}
