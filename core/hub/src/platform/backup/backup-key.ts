import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';

/** What a backup is locked or opened with: keys of the age format, or a passphrase; one of the two. */
export interface BackupKey {
  /** `age1…` to lock, `AGE-SECRET-KEY-1…` to open. */
  readonly keys: readonly string[];
  readonly passphrase?: string;
}

/** Encrypts as an age file (age-encryption.org/v1): any age tool opens it, and notices a missing end. */
export async function lock(bytes: Readable, { keys, passphrase }: BackupKey): Promise<Readable> {
  const encrypter = new Encrypter();
  if (passphrase !== undefined) encrypter.setPassphrase(passphrase);
  for (const key of keys) encrypter.addRecipient(key);
  return fromWeb(await encrypter.encrypt(toWeb(bytes)));
}

/** Rejects, or ends in an error, when the key is another or a byte is not what it was. */
export async function unlock(bytes: Readable, { keys, passphrase }: BackupKey): Promise<Readable> {
  const decrypter = new Decrypter();
  if (passphrase !== undefined) decrypter.addPassphrase(passphrase);
  for (const key of keys) decrypter.addIdentity(key);
  return fromWeb(await decrypter.decrypt(toWeb(bytes)));
}

type Bytes = globalThis.ReadableStream<Uint8Array>;

/** Node's streams of the web and those of the language's library are the same objects under two types. */
const toWeb = (bytes: Readable): Bytes => Readable.toWeb(bytes) as Bytes;
const fromWeb = (bytes: Bytes): Readable => Readable.fromWeb(bytes as ReadableStream<Uint8Array>);
