import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { cosignatureOf } from '../checkpoint/cosignature.ts';
import type { VerifierKey } from '../checkpoint/verifier-key.ts';

/** How far one witness went along with the log. */
export interface WitnessedSize {
  readonly name: string;
  /** The largest checkpoint of the export that it cosigned; null when it cosigned none. */
  readonly size: number | null;
  /** When it did, by its own clock. */
  readonly at: string | null;
}

/** What the witnesses that the caller knows say of an export. */
export interface WitnessReport {
  /** How many of them must have cosigned. */
  readonly quorum: number;
  /** So many of the first entries are vouched for by that many witnesses; null when too few cosigned anything. */
  readonly size: number | null;
  readonly witnesses: readonly WitnessedSize[];
}

interface Seen {
  readonly size: number;
  readonly atMs: number;
}

/** Counts cosignatures; a witness that cosigned a size vouches for everything before it as well. */
export class WitnessTally {
  readonly #keys: readonly VerifierKey[];
  readonly #quorum: number;
  readonly #seen = new Map<VerifierKey, Seen>();

  constructor(keys: readonly VerifierKey[], quorum: number) {
    this.#keys = keys;
    this.#quorum = quorum;
  }

  /** Takes a good checkpoint; false when a cosignature on it is not. */
  count({ size, note }: SignedCheckpoint): boolean {
    let isValid = true;
    for (const key of this.#keys) {
      const cosignature = cosignatureOf(note, key);
      if (cosignature.state === 'invalid') isValid = false;
      else if (cosignature.state === 'valid') this.#seen.set(key, { size, atMs: cosignature.atMs });
    }
    return isValid;
  }

  report(): WitnessReport {
    const sizes = [...this.#seen.values()].map(({ size }) => size).sort((one, other) => other - one);
    return {
      quorum: this.#quorum,
      size: sizes[this.#quorum - 1] ?? null,
      witnesses: this.#keys.map((key) => {
        const seen = this.#seen.get(key);
        return { name: key.name, size: seen?.size ?? null, at: seen ? new Date(seen.atMs).toISOString() : null };
      }),
    };
  }
}
