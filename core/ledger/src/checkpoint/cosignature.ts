import { verify } from 'node:crypto';
import type { NoteSignature, NoteSigner, SignedNote } from './note.ts';
import type { VerifierKey } from './verifier-key.ts';

const TIMESTAMP_BYTES = 8;

/**
 * What a witness says of a checkpoint: at this time it is the largest that I saw of this log, and it holds everything
 * that I cosigned before (C2SP tlog-cosignature, Ed25519).
 */
export async function cosignNote(text: string, signer: NoteSigner, atMs: number): Promise<NoteSignature> {
  const { name, keyId, kind } = signer.key;
  if (kind !== 'witness') throw new TypeError('a checkpoint is cosigned with the key of a witness');
  const at = BigInt(Math.floor(atMs / 1000));
  const timestamp = Buffer.alloc(TIMESTAMP_BYTES);
  timestamp.writeBigUInt64BE(at);
  return { name, keyId, signature: Buffer.concat([timestamp, await signer.sign(messageOf(text, at))]) };
}

/** Whether a witness cosigned a note, and when it did so last, by its own clock. */
export type Cosignature = { readonly state: 'absent' | 'invalid' } | { readonly state: 'valid'; readonly atMs: number };

/** Looks for the cosignatures of one witness; one wrong one under its name and key id makes them invalid. */
export function cosignatureOf({ text, signatures }: SignedNote, key: VerifierKey): Cosignature {
  const own = signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  if (own.length === 0) return { state: 'absent' };
  const times = own.map(({ signature }) => timeOf(text, signature, key));
  return times.includes(undefined) ? { state: 'invalid' } : { state: 'valid', atMs: Math.max(...times.map(Number)) };
}

function timeOf(text: string, timestamped: Uint8Array, key: VerifierKey): number | undefined {
  if (timestamped.length <= TIMESTAMP_BYTES) return undefined;
  const bytes = Buffer.from(timestamped);
  const at = bytes.readBigUInt64BE();
  const isSigned = verify(null, messageOf(text, at), key.publicKey, bytes.subarray(TIMESTAMP_BYTES));
  return isSigned && at <= maxSeconds ? Number(at) * 1000 : undefined;
}

/** The last second of the year 9999: later ones have no timestamp of four digits. */
const maxSeconds = 253_402_300_799n;

const messageOf = (text: string, at: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${at}\n${text}`);
