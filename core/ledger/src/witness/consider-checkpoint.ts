import { parseCheckpoint, type Checkpoint, type SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { signatureState } from '../checkpoint/note.ts';
import type { VerifierKey } from '../checkpoint/verifier-key.ts';
import { emptyRoot, isSameHash } from '../merkle/hash.ts';
import { isConsistent } from '../merkle/verify-proof.ts';
import { gapMark, isGapOf, type GapOffer } from './gap.ts';

/** Why a witness does not cosign. Codes are public: add, never rename. */
export const witnessRefusals = {
  malformed: 'What was offered is no checkpoint',
  'unknown-log': 'The witness does not know a log of this name',
  'unknown-key': 'No key that the witness trusts signed the checkpoint',
  stale: 'The witness last cosigned another size than the log thinks',
  'rolled-back': 'The log has fewer entries than the witness cosigned',
  inconsistent: 'The log is not proven to continue what the witness cosigned',
  'gap-not-accepted': 'The log recorded a gap that nobody at the witness has accepted yet',
} as const satisfies Record<string, string>;

export type WitnessRefusal = keyof typeof witnessRefusals;

/** What a log hands in to have it cosigned. */
export interface CheckpointOffer {
  /** The size that the witness last cosigned, as far as the log knows; 0 when it never did. */
  readonly oldSize: number;
  /** That the tree of the checkpoint only adds to that of `oldSize` (RFC 6962, section 2.1.2). */
  readonly proof: readonly Uint8Array[];
  readonly note: string;
  /** Why the log does not continue what the witness cosigned. */
  readonly gap?: GapOffer;
}

/** What a witness goes by. */
export interface WitnessMemory {
  /** Keys of all logs that it knows; a log may have several, while it changes its key. */
  readonly keys: readonly VerifierKey[];
  /** The last checkpoint that it cosigned of the log of this origin. */
  readonly heldOf: (origin: string) => Checkpoint | undefined;
  /** Marks of the gaps that its operator accepted (`gapMark`). */
  readonly acceptedGaps: ReadonlySet<string>;
}

export type Verdict =
  | { readonly isCosigned: true; readonly checkpoint: SignedCheckpoint; readonly gap?: GapOffer }
  | { readonly isCosigned: false; readonly code: WitnessRefusal; readonly checkpoint?: SignedCheckpoint };

/**
 * The whole judgement of a witness (C2SP tlog-witness). It never cosigns two checkpoints of one log of which the later
 * does not hold everything of the earlier, unless a person accepted the very entry in which the log tells of it.
 *
 * Whoever acts on it must keep what is cosigned before the cosignature leaves, and let nobody else judge meanwhile.
 */
export function considerCheckpoint(memory: WitnessMemory, offer: CheckpointOffer): Verdict {
  const checkpoint = openOffered(memory, offer.note);
  if (typeof checkpoint === 'string') return { isCosigned: false, code: checkpoint };
  const held = memory.heldOf(checkpoint.origin);
  const code = held === undefined ? faultOfFirst(offer) : faultOfNext(held, checkpoint, offer);
  if (code === undefined) return { isCosigned: true, checkpoint };
  if (held === undefined || code === 'stale') return { isCosigned: false, code, checkpoint };
  return overGap(memory, { held, checkpoint, code, gap: offer.gap });
}

/** The checkpoint, when it is one that a log signed which the witness knows. */
function openOffered({ keys }: WitnessMemory, note: string): SignedCheckpoint | WitnessRefusal {
  const checkpoint = parseCheckpoint(note);
  const isTree = checkpoint !== undefined && (checkpoint.size > 0 || isSameHash(checkpoint.root, emptyRoot));
  if (!isTree) return 'malformed';
  const known = keys.filter(({ name }) => name === checkpoint.origin);
  if (known.length === 0) return 'unknown-log';
  return known.some((key) => signatureState(checkpoint.note, key) === 'valid') ? checkpoint : 'unknown-key';
}

const faultOfFirst = ({ oldSize, proof }: CheckpointOffer): WitnessRefusal | undefined =>
  oldSize === 0 && proof.length === 0 ? undefined : 'stale';

function faultOfNext(held: Checkpoint, next: Checkpoint, { oldSize, proof }: CheckpointOffer) {
  // Two roots of one size need no proof, and no excuse about sizes hides them.
  if (next.size === held.size && !isSameHash(next.root, held.root)) return 'inconsistent';
  if (oldSize !== held.size) return 'stale';
  if (next.size < held.size) return 'rolled-back';
  return continues(held, next, proof) ? undefined : 'inconsistent';
}

/** Everything continues the empty tree, and RFC 6962 has no proof of it. */
function continues(held: Checkpoint, next: Checkpoint, proof: readonly Uint8Array[]): boolean {
  if (held.size === 0) return proof.length === 0;
  return isConsistent({ from: held.size, to: next.size, fromRoot: held.root, toRoot: next.root, proof });
}

interface Breach {
  readonly held: Checkpoint;
  readonly checkpoint: SignedCheckpoint;
  readonly code: WitnessRefusal;
  readonly gap: GapOffer | undefined;
}

function overGap({ acceptedGaps }: WitnessMemory, { held, checkpoint, code, gap }: Breach): Verdict {
  if (gap === undefined || !isGapOf(gap, held, checkpoint)) return { isCosigned: false, code, checkpoint };
  if (acceptedGaps.has(gapMark(gap))) return { isCosigned: true, checkpoint, gap };
  return { isCosigned: false, code: 'gap-not-accepted', checkpoint };
}
