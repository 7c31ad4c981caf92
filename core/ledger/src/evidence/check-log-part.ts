import { parseCheckpoint, type SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { signatureState } from '../checkpoint/note.ts';
import { parseVerifierKey, type VerifierKey } from '../checkpoint/verifier-key.ts';
import { entryBody, entryFaults } from '../entry/entry-check.ts';
import { leafHash } from '../merkle/hash.ts';
import { isIncluded } from '../merkle/verify-proof.ts';
import type { ExchangeProof, ProvenEntry, ProvenKey } from './bundle.schema.ts';
import type { EvidenceFinding } from './evidence-finding.ts';

/** What the log vouches for, as far as its key holds. */
export interface OpenedLog {
  readonly checkpoint: SignedCheckpoint | undefined;
  readonly findings: readonly EvidenceFinding[];
}

/** Opens the checkpoint with the keys that the caller trusts, or with the bundle's own when there are none. */
export function openLog({ checkpoint: note, vkey }: ExchangeProof, trusted: readonly VerifierKey[]): OpenedLog {
  const own = parseVerifierKey(vkey);
  const checkpoint = parseCheckpoint(note);
  if (own === undefined || checkpoint === undefined) return { checkpoint, findings: ['checkpoint.not-signed'] };
  const keys = trusted.length > 0 ? trusted : [own];
  const isTrusted = keys.some((key) => isSigned(checkpoint, key));
  const isOwn = isSigned(checkpoint, own);
  if (isTrusted && isOwn) return { checkpoint, findings: [] };
  return { checkpoint, findings: [isOwn ? 'log.key-mismatch' : 'checkpoint.not-signed'] };
}

const isSigned = ({ origin, note }: SignedCheckpoint, key: VerifierKey): boolean =>
  origin === key.name && signatureState(note, key) === 'valid';

/** Whether an entry is a valid one and stands in the log at its index. */
export function isLogged({ index, entry, hashes }: ProvenEntry, checkpoint: SignedCheckpoint | undefined): boolean {
  if (checkpoint === undefined || entryFaults(entry).length > 0) return false;
  const { size, root } = checkpoint;
  const proof = hashes.map((hash) => Buffer.from(hash, 'base64'));
  const isSpelledOnce = hashes.every((hash, i) => proof[i]?.toString('base64') === hash);
  return isSpelledOnce && isIncluded({ leafIndex: index, size, leaf: leafHash(entryBody(entry)), root, proof });
}

/** Whether the log says, before entry `before`, that this key is a key of the organisation. */
export function isRegistered(
  { registered }: ProvenKey,
  claim: { readonly keyId: string; readonly oin: string | undefined; readonly before: number },
  checkpoint: SignedCheckpoint | undefined,
): boolean {
  const { entry, index } = registered;
  return (
    entry.type === 'key.registered' &&
    entry.organisation?.oin === claim.oin &&
    entry.digest === Buffer.from(claim.keyId, 'base64url').toString('hex') &&
    index < claim.before &&
    isLogged(registered, checkpoint)
  );
}
