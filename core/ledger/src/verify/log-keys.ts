import { parseCheckpoint, type SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { signatureState } from '../checkpoint/note.ts';
import { keyFingerprint, type VerifierKey } from '../checkpoint/verifier-key.ts';
import type { FindingCode } from './finding.ts';

/** A checkpoint with a good signature. */
export interface OpenedCheckpoint extends SignedCheckpoint {
  /** False when only a key signed it that the export itself calls a former key of the log. */
  readonly isTrusted: boolean;
}

/**
 * The keys of one log: those that are trusted, and those that its export says it has or had.
 *
 * A log changes its key with an entry that holds the new key's fingerprint. Once a checkpoint that a trusted key signed
 * covers that entry, the new key is trusted too, so that whoever knows an old key can follow the log for ever.
 */
export class LogKeys {
  #trusted: readonly VerifierKey[];
  readonly #offered: readonly VerifierKey[];
  #announced: readonly string[] = [];

  constructor(trusted: readonly VerifierKey[], offered: readonly VerifierKey[]) {
    this.#trusted = trusted;
    this.#offered = offered;
  }

  isTrusted(key: VerifierKey): boolean {
    return isAmong(key, this.#trusted);
  }

  /** Reads a checkpoint and checks its origin and signatures: the checkpoint, or what is wrong with it. */
  open(note: string, origin: string): OpenedCheckpoint | FindingCode {
    const checkpoint = parseCheckpoint(note);
    if (checkpoint === undefined) return 'checkpoint.malformed';
    if (checkpoint.origin !== origin) return 'checkpoint.origin-mismatch';
    const stateUnder = (key: VerifierKey) => signatureState(checkpoint.note, key);
    const trusted = this.#trusted.map(stateUnder);
    const offered = this.#offered.map(stateUnder);
    const states = [...trusted, ...offered];
    if (states.includes('invalid')) return 'checkpoint.signature-invalid';
    if (!states.includes('valid')) return 'checkpoint.wrong-key';
    return { ...checkpoint, isTrusted: trusted.includes('valid') };
  }

  /** An entry told of a new key, by its fingerprint. */
  announce(fingerprint: string): void {
    this.#announced = [...this.#announced, fingerprint];
  }

  /** A trusted checkpoint over all entries so far was right: the keys that they announced are trusted from now on. */
  settle(): void {
    if (this.#announced.length === 0) return;
    const successors = this.#offered.filter(({ publicKey }) => this.#announced.includes(keyFingerprint(publicKey)));
    this.#trusted = [...this.#trusted, ...successors.filter((key) => !this.isTrusted(key))];
    this.#announced = [];
  }
}

/** Whether a key is one of several. */
export const isAmong = (key: VerifierKey, keys: readonly VerifierKey[]): boolean =>
  keys.some(({ name, publicKey }) => name === key.name && publicKey.equals(key.publicKey));
