import { canonicalBytes } from '@koppel/contract';
import { entryFaults } from '../entry/entry-check.ts';
import type { LedgerEntry } from '../entry/ledger-entry.schema.ts';
import { leafHash } from '../merkle/hash.ts';
import { isIncluded } from '../merkle/verify-proof.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';

/** An entry of the log that says what the log lost, with the proof that it is in the tree of a checkpoint. */
export interface GapOffer {
  readonly index: number;
  /** The entry's canonical text. */
  readonly entry: string;
  readonly proof: readonly Uint8Array[];
}

/** How an operator names the very entry that he accepts: its leaf hash, in base64. */
export const gapMark = ({ entry }: Pick<GapOffer, 'entry'>): string => leafHash(Buffer.from(entry)).toString('base64');

/** Whether the offered entry names exactly the checkpoint that was held, and is in the log of the new one. */
export function isGapOf(offer: GapOffer, held: Checkpoint, checkpoint: Checkpoint): boolean {
  const gap = readGap(offer.entry);
  if (gap?.to !== held.size || gap.root !== Buffer.from(held.root).toString('hex')) return false;
  const { size, root } = checkpoint;
  const leaf = leafHash(Buffer.from(offer.entry));
  return gap.from <= offer.index && isIncluded({ leafIndex: offer.index, size, leaf, root, proof: offer.proof });
}

/** What a recorded gap says; undefined for any text that is no such entry in its canonical form. */
export function readGap(text: string): LedgerEntry['gap'] {
  const entry = readEntry(text);
  return entry?.type === 'ledger.gap-recorded' ? entry.gap : undefined;
}

function readEntry(text: string): LedgerEntry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isEntry = entryFaults(value).length === 0 && canonicalBytes(value).toString() === text;
    return isEntry ? (value as LedgerEntry) : undefined;
  } catch {
    return undefined;
  }
}
