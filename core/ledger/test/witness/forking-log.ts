import {
  checkpointText,
  createUuidV7,
  entryBody,
  formatNote,
  leafHash,
  signNote,
  type CheckpointOffer,
  type GapOffer,
  type LedgerEntry,
  type NoteSigner,
} from '../../src/index.ts';
import { naiveConsistency, naiveInclusion, naiveRoot } from '../merkle/naive-tree.ts';
import { createSampleSigner } from '../sample-log.ts';

/** The texts of one history of a log; another one may begin alike. */
export type History = readonly string[];

/** A log whose operator holds the key, and signs whatever history he likes. */
export class ForkingLog {
  readonly signer: NoteSigner;

  constructor(signer: NoteSigner = createSampleSigner()) {
    this.signer = signer;
  }

  /** The checkpoint over a history, with the proof of another history's size that this history can give. */
  async offer(history: History, oldSize: number): Promise<CheckpointOffer> {
    const leaves = leavesOf(history);
    const isProvable = oldSize > 0 && oldSize <= leaves.length;
    return { oldSize, proof: isProvable ? naiveConsistency(oldSize, leaves) : [], note: await this.note(history) };
  }

  async note(history: History, origin = this.signer.key.name): Promise<string> {
    const text = checkpointText({ origin, size: history.length, root: rootOf(history) });
    return formatNote({ text, signatures: [await signNote(text, this.signer)] });
  }
}

export const leavesOf = (history: History): Uint8Array[] => history.map((text) => leafHash(Buffer.from(text)));

export const rootOf = (history: History): Uint8Array => naiveRoot(leavesOf(history));

/** The entry that tells of a gap between a history that was held and what is left of it. */
export function gapEntry(held: History, from: number): string {
  const atMs = Date.parse('2026-03-02T08:00:00.000Z');
  const entry: LedgerEntry = {
    v: 1,
    id: createUuidV7(atMs),
    type: 'ledger.gap-recorded',
    action: 'destroy',
    at: new Date(atMs).toISOString(),
    organisation: { oin: '00000001001234567002' },
    code: 'gap.backup-restored',
    gap: { from, root: Buffer.from(rootOf(held)).toString('hex'), to: held.length },
  };
  return entryBody(entry).toString();
}

/** The gap entry of a history, as the log hands it in with a checkpoint over it. */
export function gapOffer(history: History, entry: string): GapOffer {
  const index = history.indexOf(entry);
  return { index, entry, proof: naiveInclusion(index, leavesOf(history)) };
}
