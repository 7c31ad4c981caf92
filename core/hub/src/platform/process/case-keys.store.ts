import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { KoppelError } from '@koppel/contract';
import type { EntityManager } from 'typeorm';
import type { KeyRing } from '../keys/key-ring.ts';
import type { RegisteredKey } from '../keys/key-register.ts';
import { queryPrepared } from '../prepared.ts';
import { noteCollaboration } from './collaborations.ts';

const kind = 'case';
const keyBytes = 32;
/** Nonce, tag and key, with no version before it: wrapped by the first version, when there was no other. */
const bareBytes = 60;
const versionBytes = 4;

/** Which version of the collaboration's key wrapped the key of a root, in SQL: four bytes, so that it can be indexed. */
export const wrappedBySql = `CASE WHEN length(wrapped) = ${bareBytes} THEN '\\x00000001' ELSE substring(wrapped FROM 1 FOR ${versionBytes}) END`;

interface CaseKeyPlace {
  readonly root: string;
  readonly collaboration: string;
}

/** Wraps the key of a root with the version in force; what comes of it begins with that version. */
export async function wrapCaseKey(
  ring: KeyRing,
  { root, collaboration, bytes }: CaseKeyPlace & { readonly bytes: Uint8Array },
): Promise<Buffer> {
  const { version } = await ring.active(kind, collaboration);
  const box = await ring.custody.wrap({ kind, name: collaboration, version }, bytes, root);
  return Buffer.concat([versionOf(version), box]);
}

export function unwrapCaseKey(
  ring: KeyRing,
  { root, collaboration, wrapped }: CaseKeyPlace & { readonly wrapped: Buffer },
): Promise<Buffer> {
  const { version, box } = splitWrapped(wrapped);
  return ring.custody.unwrap({ kind, name: collaboration, version }, box, root);
}

/** A version as `wrappedBySql` has it. */
export function versionOf(version: number): Buffer {
  const bytes = Buffer.alloc(versionBytes);
  bytes.writeUInt32BE(version);
  return bytes;
}

function splitWrapped(wrapped: Buffer): { readonly version: number; readonly box: Buffer } {
  if (wrapped.byteLength === bareBytes) return { version: 1, box: wrapped };
  return { version: wrapped.readUInt32BE(), box: wrapped.subarray(versionBytes) };
}

interface KeyRow {
  readonly wrapped: Buffer | null;
}

/**
 * One data key per signal or case, in the database but wrapped under a key of the collaboration that is in the hub's
 * custody. Destroying the row's key makes everything sealed under it unreadable; a copy of the database without that custody
 * never was readable.
 */
export class CaseKeys {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** Makes the key of a new root. @throws KoppelError `resource.exists` when somebody else was making it too. */
  async create(manager: EntityManager, root: string, collaboration: string): Promise<KeyObject> {
    await noteCollaboration(manager, collaboration);
    const { key, wrapped } = await this.forge(root, collaboration);
    const made = await manager.query<unknown[]>(
      'INSERT INTO process_key (root, collaboration, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING root',
      [root, collaboration, wrapped],
    );
    if (made.length === 0) throw new KoppelError('resource.exists');
    return key;
  }

  /** A new key with its wrapped form, for whoever stores that themselves. */
  async forge(root: string, collaboration: string): Promise<{ readonly key: KeyObject; readonly wrapped: Buffer }> {
    const bytes = randomBytes(keyBytes);
    return { key: createSecretKey(bytes), wrapped: await wrapCaseKey(this.#ring, { root, collaboration, bytes }) };
  }

  /** The key of a root; null once it was destroyed. */
  async find(manager: EntityManager, root: string, collaboration: string): Promise<KeyObject | null> {
    const rows = await queryPrepared<KeyRow>(manager, 'SELECT wrapped FROM process_key WHERE root = $1', [root]);
    const wrapped = rows[0]?.wrapped;
    return wrapped ? this.open(wrapped, root, collaboration) : null;
  }

  /** Opens a wrapped key that was read together with something else; null when the key that wrapped it is lost for good. */
  async open(wrapped: Buffer, root: string, collaboration: string): Promise<KeyObject | null> {
    const { version } = splitWrapped(wrapped);
    const key = await this.#version(collaboration, version);
    if (key?.state === 'destroyed') return null;
    return createSecretKey(await unwrapCaseKey(this.#ring, { root, collaboration, wrapped }));
  }

  /** @throws KoppelError `process.closed` when the key of this root was destroyed. */
  async get(manager: EntityManager, root: string, collaboration: string): Promise<KeyObject> {
    return required(await this.find(manager, root, collaboration));
  }

  /** As `open`. @throws KoppelError `process.closed` when the key cannot be opened any more. */
  async require(wrapped: Buffer, root: string, collaboration: string): Promise<KeyObject> {
    return required(await this.open(wrapped, root, collaboration));
  }

  async destroy(manager: EntityManager, root: string): Promise<void> {
    await manager.query('UPDATE process_key SET wrapped = NULL WHERE root = $1', [root]);
  }

  async #version(collaboration: string, version: number): Promise<RegisteredKey | undefined> {
    const find = () => this.#ring.versions(kind, collaboration).find((key) => key.version === version);
    if (find() === undefined) await this.#ring.lookAgain();
    return find();
  }
}

function required(key: KeyObject | null): KeyObject {
  if (!key) throw new KoppelError('process.closed', 'The content of this case was destroyed');
  return key;
}
