import { sign, verify, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import { createVerifierKey, isKeyName, type KeyKind, type VerifierKey } from './verifier-key.ts';

/** Bounds of a note that is read from outside. */
export const noteLimits = { characters: 16 * 1024, signatures: 16 } as const;

const KEY_ID_BYTES = 4;

/** One signature line: `— name base64(keyId ‖ signature)`. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes in hexadecimal. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A text with signatures under it, in the C2SP signed-note format. */
export interface SignedNote {
  /** What is signed, its last newline included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Signs notes under a name; the private key may live elsewhere. */
export interface NoteSigner {
  readonly key: VerifierKey;
  /** An Ed25519 signature of 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A signer with its private key at hand. */
export function createNoteSigner(name: string, keys: KeyPair, kind: KeyKind = 'log'): NoteSigner {
  return {
    key: createVerifierKey(name, keys.publicKey, kind),
    sign: (bytes) => Promise.resolve(sign(null, bytes, keys.privateKey)),
  };
}

export async function signNote(text: string, signer: NoteSigner): Promise<NoteSignature> {
  const { name, keyId } = signer.key;
  return { name, keyId, signature: await signer.sign(Buffer.from(text)) };
}

export function formatNote(note: SignedNote): string {
  return `${note.text}\n${note.signatures.map(formatSignature).join('')}`;
}

/** The line of one signature, its newline included; appended to a note it is one signature more. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`;
}

/** Reads a note; undefined for anything that `formatNote` would not have written, too long or without a signature. */
export function parseNote(note: string): SignedNote | undefined {
  const end = note.lastIndexOf('\n\n');
  if (note.length > noteLimits.characters || end < 1 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  if (!isNoteText(text) || lines.length > noteLimits.signatures) return undefined;
  const signatures = lines.map(parseSignature).filter((signature) => signature !== undefined);
  return signatures.length === lines.length ? { text, signatures } : undefined;
}

const isNoteText = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text.replaceAll('\n', ''));

function parseSignature(line: string): NoteSignature | undefined {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.toString('hex', 0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** Whether a key signed a note; one wrong signature under its name and id makes it invalid. */
export function signatureState(note: SignedNote, key: VerifierKey): 'valid' | 'invalid' | 'absent' {
  const own = note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  if (own.length === 0) return 'absent';
  const text = Buffer.from(note.text);
  return own.every(({ signature }) => verify(null, text, key.publicKey, signature)) ? 'valid' : 'invalid';
}
