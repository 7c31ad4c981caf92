import { decodeBase64 } from './base64.ts';
import { formatNote, parseNote, signNote, type NoteSigner, type SignedNote } from './note.ts';

/** What a log commits to: its name, its number of entries and the root over them (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** The log's name, which is also the name of its key. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** A checkpoint as it was read, with the note that carries its signatures. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: SignedNote;
}

/** The text that is signed: origin, size and root, each on a line. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

/**
 * A signed note over a checkpoint, with a signature of every signer: while a log changes its key, the former one signs too.
 *
 * @throws TypeError without a signer, or when a signer's key has another name than the log.
 */
export async function signCheckpoint(checkpoint: Checkpoint, ...signers: readonly NoteSigner[]): Promise<string> {
  if (signers.length === 0 || signers.some(({ key }) => key.name !== checkpoint.origin))
    throw new TypeError('the key of a log has the name of the log');
  const text = checkpointText(checkpoint);
  return formatNote({ text, signatures: await Promise.all(signers.map((signer) => signNote(text, signer))) });
}

const checkpointPattern = /^([^\n]+)\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/;

/** Reads a checkpoint without judging its signatures; undefined when it is malformed. Extension lines are ignored. */
export function parseCheckpoint(text: string): SignedCheckpoint | undefined {
  const note = parseNote(text);
  const match = checkpointPattern.exec(note?.text ?? '');
  if (note === undefined || match === null) return undefined;
  const [, origin = '', size, encodedRoot = ''] = match;
  const root = decodeBase64(encodedRoot);
  return root && { origin, size: Number(size), root, note };
}
