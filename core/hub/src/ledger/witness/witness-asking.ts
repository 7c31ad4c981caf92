import { formatNote, parseCheckpoint, signatureState, type Checkpoint, type SignedCheckpoint } from '@koppel/ledger';
import type { Call, WitnessAsk, WitnessReply } from '../../platform/actions.ts';
import type { Ledger } from '../ledger.ts';
import type { LogSigner } from '../log-signer.ts';
import type { StoredWitness, WitnessStore } from './witness.store.ts';

export interface WitnessAskingParts {
  readonly ledger: Pick<Ledger, 'checkpoint' | 'consistency' | 'proof' | 'entryText'>;
  readonly store: Pick<WitnessStore, 'findGap'>;
  readonly signer: LogSigner;
  readonly call: Call;
}

/** What a witness was asked, and what it said. */
export interface Hearing {
  readonly checkpoint: SignedCheckpoint;
  /** The signed note that was offered. */
  readonly offered: string;
  readonly reply: WitnessReply;
  /** What the witness says it holds; absent when this log never signed that. */
  readonly held: Checkpoint | undefined;
}

const breaches: readonly (string | undefined)[] = ['inconsistent', 'rolled-back'];

/**
 * Puts the newest checkpoint to a witness. One whose memory differs from ours is asked again from what it holds; if the
 * ledger does not lead there, it is offered the entry in which the ledger recorded that, if there is one.
 */
export class WitnessAsking {
  readonly #parts: WitnessAskingParts;

  constructor(parts: WitnessAskingParts) {
    this.#parts = parts;
  }

  /** Undefined while the log is empty. @throws KoppelError when the witness does not answer. */
  async hear(witness: StoredWitness): Promise<Hearing | undefined> {
    const first = await this.#ask(witness, witness.signedSize ?? 0);
    const heard = first?.reply.refusal === 'stale' ? await this.#askFromHeld(witness, first) : first;
    return heard && breaches.includes(heard.reply.refusal) ? this.#askOverGap(witness, heard) : heard;
  }

  #askFromHeld(witness: StoredWitness, first: Hearing): Promise<Hearing | undefined> {
    const holdsNothing = first.reply.checkpoint === undefined;
    if (!first.held && !holdsNothing) return Promise.resolve(first);
    return this.#ask(witness, first.held?.size ?? 0);
  }

  async #askOverGap(witness: StoredWitness, heard: Hearing): Promise<Hearing | undefined> {
    const { held } = heard;
    const gapAt = held && (await this.#parts.store.findGap({ size: held.size, root: hex(held.root) }));
    return gapAt === undefined ? heard : this.#ask(witness, held?.size ?? 0, gapAt);
  }

  async #ask(witness: StoredWitness, oldSize: number, gapAt?: number): Promise<Hearing | undefined> {
    const checkpoint = parseCheckpoint((await this.#parts.ledger.checkpoint()).note);
    if (!checkpoint || checkpoint.size === 0) return undefined;
    const question = await this.#questionOf(checkpoint, oldSize);
    const gap = await this.#gapIn(checkpoint, gapAt);
    const { oin, client } = witness;
    const asked = { ...question, ...(gap ? { gap } : {}) };
    const reply = await this.#parts.call('adapters.askWitness', { oin, client, question: asked });
    return { checkpoint, offered: question.checkpoint, reply, held: this.#heldIn(reply) };
  }

  async #questionOf({ size, origin, note }: SignedCheckpoint, oldSize: number): Promise<WitnessAsk> {
    const isProvable = oldSize > 0 && oldSize <= size;
    const proof = isProvable ? (await this.#parts.ledger.consistency(oldSize, size)).hashes : [];
    // Cosignatures of others say nothing to this one.
    const signatures = note.signatures.filter(({ name }) => name === origin);
    return { oldSize, proof, checkpoint: formatNote({ ...note, signatures }) };
  }

  async #gapIn({ size }: Checkpoint, index: number | undefined): Promise<WitnessAsk['gap']> {
    if (index === undefined || index >= size) return undefined;
    const { ledger } = this.#parts;
    return { index, entry: await ledger.entryText(index), proof: (await ledger.proof(index, size)).hashes };
  }

  #heldIn({ checkpoint: note }: WitnessReply): Checkpoint | undefined {
    const { key, formerKeys } = this.#parts.signer;
    const held = note === undefined ? undefined : parseCheckpoint(note);
    const isOurs = held && [key, ...formerKeys].some((own) => signatureState(held.note, own) === 'valid');
    return isOurs && held.origin === key.name ? held : undefined;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
