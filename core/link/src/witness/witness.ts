import type { Log } from '@koppel/contract';
import {
  considerCheckpoint,
  cosignNote,
  formatSignature,
  formatVerifierKey,
  gapMark,
  parseCheckpoint,
  type CheckpointOffer,
  type NoteSigner,
  type SignedCheckpoint,
  type Verdict,
} from '@koppel/ledger';
import type { WitnessAnswer, WitnessQuestion } from '../message/witness.schema.ts';
import type { WitnessFolder } from './witness-folder.ts';
import { WitnessMetrics } from './witness-metrics.ts';
import type { StoredState, WitnessState } from './witness-state.ts';

export interface WitnessOptions {
  readonly folder: WitnessFolder;
  /** What the witness is called when it has no key yet. */
  readonly name: string;
  readonly log: Log;
  /** Milliseconds since the epoch, the system's unless a test brings another. */
  readonly now?: () => number;
}

type Refused = Extract<Verdict, { isCosigned: false }>;
type Cosigned = Extract<Verdict, { isCosigned: true }>;

/** Judges again when another process of this witness got on in the meantime. */
const maxAttempts = 5;

/**
 * A witness of the logs of hubs: it keeps what it is about to cosign, then it cosigns. When a log cannot explain itself
 * the evidence stays here, at the partner, because the operator of the log cannot be trusted to tell of it.
 */
export class Witness {
  readonly #folder: WitnessFolder;
  readonly #signer: NoteSigner;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #metrics: WitnessMetrics;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: WitnessOptions, signer: NoteSigner, metrics: WitnessMetrics) {
    this.#folder = options.folder;
    this.#log = options.log;
    this.#now = options.now ?? Date.now;
    this.#signer = signer;
    this.#metrics = metrics;
  }

  /** @throws KoppelError `config.invalid` for a folder that cannot be used. */
  static async open(options: WitnessOptions, signer?: NoteSigner): Promise<Witness> {
    const { folder, name } = options;
    const own = signer ?? (await folder.signer(name));
    await folder.trustedKeys();
    return new Witness(options, own, await WitnessMetrics.open(folder));
  }

  /** How others know its cosignatures. */
  get vkey(): string {
    return formatVerifierKey(this.#signer.key);
  }

  /** Judges one checkpoint after the other. */
  consider(question: WitnessQuestion): Promise<WitnessAnswer> {
    const answer = this.#last.then(() => this.#answer(question));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #answer(question: WitnessQuestion): Promise<WitnessAnswer> {
    const origin = parseCheckpoint(question.checkpoint)?.origin ?? '';
    const states = this.#folder.statesOf(origin);
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const state = await states.find();
      const verdict = await this.#judge(state, question);
      if (!verdict.isCosigned) return this.#refuse(verdict, state, question);
      if (
        state?.checkpoint === question.checkpoint ||
        (await states.advance(state, this.#next(verdict, state, question)))
      )
        return this.#cosign(verdict.checkpoint);
    }
    throw new Error('other processes of this witness are always faster');
  }

  async #judge(state: StoredState | undefined, question: WitnessQuestion): Promise<Verdict> {
    const held = state && parseCheckpoint(state.checkpoint);
    const memory = {
      keys: await this.#folder.trustedKeys(),
      heldOf: () => held,
      acceptedGaps: await this.#folder.acceptedGaps(),
    };
    return considerCheckpoint(memory, offerOf(question));
  }

  #next({ checkpoint, gap }: Cosigned, state: StoredState | undefined, question: WitnessQuestion): WitnessState {
    const at = new Date(this.#now()).toISOString();
    const { index, entry } = gap ?? {};
    const crossed =
      state && index !== undefined && entry !== undefined ? [{ at, index, entry, checkpoint: state.checkpoint }] : [];
    const gaps = [...(state?.gaps ?? []), ...crossed];
    return { origin: checkpoint.origin, checkpoint: question.checkpoint, at, gaps };
  }

  async #cosign({ origin, size, note }: SignedCheckpoint): Promise<WitnessAnswer> {
    const atMs = this.#now();
    const signature = await cosignNote(note.text, this.#signer, atMs);
    await this.#metrics.cosigned(origin, { size, atMs });
    return { cosignature: formatSignature(signature) };
  }

  async #refuse({ code, checkpoint }: Refused, state: StoredState | undefined, question: WitnessQuestion) {
    if (state && checkpoint) await this.#keepEvidence({ code, origin: checkpoint.origin, state, question });
    // A log that lags behind, as another node of it may, is no misconduct.
    if (code !== 'stale') await this.#metrics.refused(code);
    return { refusal: code, ...(state ? { checkpoint: state.checkpoint } : {}) };
  }

  async #keepEvidence({ code, origin, state, question }: Refusal): Promise<void> {
    const at = new Date(this.#now()).toISOString();
    if (code === 'gap-not-accepted' && question.gap) {
      const { index, entry } = question.gap;
      const isNew = await this.#folder.offerGap({ mark: gapMark({ entry }), at, origin, index, entry });
      if (isNew) this.#log.warn({ origin, index }, 'a log recorded a gap; accept it with "koppel witness accept-gap"');
    } else if (code === 'inconsistent' || code === 'rolled-back') {
      const evidence = { at, origin, refusal: code, held: state.checkpoint, offered: question };
      const isNew = await this.#folder.keepEvidence(evidence);
      if (isNew)
        this.#log.error({ origin, reason: code }, 'a log does not continue what was cosigned; evidence is kept');
    }
  }
}

interface Refusal {
  readonly code: Refused['code'];
  readonly origin: string;
  readonly state: StoredState;
  readonly question: WitnessQuestion;
}

const hashes = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text, 'base64'));

function offerOf({ oldSize, proof, checkpoint, gap }: WitnessQuestion): CheckpointOffer {
  const offer = { oldSize, proof: hashes(proof), note: checkpoint };
  return gap ? { ...offer, gap: { ...gap, proof: hashes(gap.proof) } } : offer;
}
