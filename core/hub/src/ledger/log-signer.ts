import { createPublicKey } from 'node:crypto';
import { createVerifierKey, type NoteSigner, type VerifierKey } from '@koppel/ledger';
import type { KeyRing } from '../platform/keys/key-ring.ts';
import type { RegisteredKey } from '../platform/keys/key-register.ts';

const kind = 'checkpoint';
const name = 'log';

/** Whoever signs checkpoints for a log; the keys change while it runs. */
export interface LogSigner {
  /** The key of the log now. */
  readonly key: VerifierKey;
  /** The keys before it, the newest first; some of them are destroyed. */
  readonly formerKeys: readonly VerifierKey[];
  /** Whose signatures a checkpoint carries: after a change, that of the key before as well. */
  signers(): readonly NoteSigner[];
}

/** Signs checkpoints with the keys of the hub. */
export class RingLogSigner implements LogSigner {
  readonly #origin: string;
  readonly #ring: KeyRing;
  readonly #verifierKeys = new Map<string, VerifierKey>();

  private constructor(ring: KeyRing, origin: string) {
    this.#ring = ring;
    this.#origin = origin;
  }

  /** Makes the first key of a new log. @throws KoppelError `config.invalid` when the key of this log is not there. */
  static async open(ring: KeyRing, origin: string): Promise<RingLogSigner> {
    await ring.active(kind, name);
    return new RingLogSigner(ring, origin);
  }

  get key(): VerifierKey {
    return this.#verifierKey(this.#versions(['active'])[0]);
  }

  get formerKeys(): readonly VerifierKey[] {
    const present = this.#versions(['active'])[0]?.version ?? 0;
    const former = this.#versions(['retired', 'destroyed']).filter(({ version }) => version < present);
    return former.filter(({ publicKey }) => publicKey !== null).map((key) => this.#verifierKey(key));
  }

  signers(): readonly NoteSigner[] {
    return this.#versions(['active', 'retired']).map((key) => ({
      key: this.#verifierKey(key),
      sign: (bytes) => this.#ring.custody.sign(key, bytes),
    }));
  }

  #versions(states: readonly RegisteredKey['state'][]): readonly RegisteredKey[] {
    return this.#ring.versions(kind, name).filter(({ state }) => states.includes(state));
  }

  #verifierKey(key: RegisteredKey | undefined): VerifierKey {
    const raw = key?.publicKey;
    if (raw === null || raw === undefined) throw new Error('the log has no key');
    const known = this.#verifierKeys.get(raw);
    if (known) return known;
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw } });
    const made = createVerifierKey(this.#origin, publicKey);
    this.#verifierKeys.set(raw, made);
    return made;
  }
}
