import { createHash } from 'node:crypto';
import { asKoppelError, type Log } from '@koppel/contract';
import { cosignatureOf, parseNote, parseVerifierKey } from '@koppel/ledger';
import type { Hearing, WitnessAsking } from './witness-asking.ts';
import type { NewRefusal, StoredWitness, WitnessStore } from './witness.store.ts';

export interface WitnessRoundsParts {
  readonly asking: Pick<WitnessAsking, 'hear'>;
  readonly store: Pick<WitnessStore, 'claimDue' | 'keepCosignature' | 'keepRefusal'>;
  readonly log: Log;
  readonly countRefusal: (reason: string) => void;
}

/** Asks the witnesses to cosign, also when nothing was added: so each of them can tell silence from rest. */
export class WitnessRounds {
  readonly #parts: WitnessRoundsParts;

  constructor(parts: WitnessRoundsParts) {
    this.#parts = parts;
  }

  /** Asks every witness that was not asked for so long, all at once, and keeps what each said. */
  async run(everyMs: number): Promise<void> {
    const due = await this.#parts.store.claimDue(everyMs);
    await Promise.all(due.map((witness) => this.#visit(witness)));
  }

  async #visit(witness: StoredWitness): Promise<void> {
    const { asking, log } = this.#parts;
    try {
      const heard = await asking.hear(witness);
      if (heard) await this.#keep(witness, heard);
    } catch (error) {
      // Its lag tells; a witness that is away is no fault of the ledger.
      log.debug({ witness: witness.name, code: asKoppelError(error).code }, 'a witness did not answer');
    }
  }

  #keep(witness: StoredWitness, heard: Hearing): Promise<void> {
    const { size, note, root } = heard.checkpoint;
    const line = heard.reply.cosignature;
    if (line === undefined || !isCosignedBy(witness, note.text, line)) return this.#refused(witness, heard);
    const signed = { size, root: Buffer.from(root).toString('base64'), line };
    return this.#parts.store.keepCosignature(witness.id, signed);
  }

  async #refused(witness: StoredWitness, heard: Hearing): Promise<void> {
    const { store, log, countRefusal } = this.#parts;
    const refusal = refusalIn(heard);
    if (refusal === undefined) return;
    const { code, held, offered } = refusal;
    countRefusal(code);
    if (!(await store.keepRefusal(witness.id, refusal))) return;
    const sizes = { size: offered.size, held: held?.size };
    log.error({ witness: witness.name, reason: code, ...sizes }, 'a witness does not cosign');
  }
}

function isCosignedBy({ vkey }: StoredWitness, text: string, line: string): boolean {
  const key = parseVerifierKey(vkey, 'witness');
  const note = parseNote(`${text}\n${line}`);
  if (key === undefined || note?.text !== text || note.signatures.length !== 1) return false;
  return cosignatureOf(note, key).state === 'valid';
}

/** Undefined for a refusal that says nothing: the log grew, or another node asked, between our two questions. */
function refusalIn({ checkpoint, offered, reply, held }: Hearing): NewRefusal | undefined {
  const code = codeOf(reply, held !== undefined);
  if (code === 'stale') return undefined;
  const note = held && reply.checkpoint;
  const mark = createHash('sha256')
    .update(`${code}\n${note ?? ''}`)
    .digest('hex');
  const kept = held && note !== undefined ? { size: held.size, note } : undefined;
  return { mark, code, held: kept, offered: { size: checkpoint.size, note: offered } };
}

/** A witness that holds what this log never signed is of no use, and says so in its own way. */
function codeOf({ refusal = 'cosignature-invalid', checkpoint }: Hearing['reply'], isOurs: boolean): string {
  return refusal === 'stale' && checkpoint !== undefined && !isOurs ? 'held-unknown' : refusal;
}
