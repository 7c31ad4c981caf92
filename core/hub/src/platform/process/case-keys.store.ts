import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import type { EntityManager } from 'typeorm';
import { readOrCreateKeyFile } from '../key-file.ts';
import { queryPrepared } from '../prepared.ts';
import { noteCollaboration } from './collaborations.ts';
import { seal, unseal } from './sealing.ts';

interface KeyRow {
  readonly wrapped: Buffer | null;
}

/**
 * One data key per signal or case, in the database but wrapped under a key of the collaboration that lies in a file
 * (`<home>/keys/case`). Destroying the row's key makes everything sealed under it unreadable; a copy of the database
 * without the files never was readable.
 */
export class CaseKeys {
  readonly #folder: string;
  readonly #wrapping = new Map<string, Promise<KeyObject>>();

  constructor(home: string) {
    this.#folder = join(home, 'keys', 'case');
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
    const bytes = randomBytes(32);
    return { key: createSecretKey(bytes), wrapped: seal(bytes, await this.#wrappingKey(collaboration), root) };
  }

  /** The key of a root; null once it was destroyed. */
  async find(manager: EntityManager, root: string, collaboration: string): Promise<KeyObject | null> {
    const rows = await queryPrepared<KeyRow>(manager, 'SELECT wrapped FROM process_key WHERE root = $1', [root]);
    const wrapped = rows[0]?.wrapped;
    return wrapped ? this.open(wrapped, root, collaboration) : null;
  }

  /** Opens a wrapped key that was read together with something else. */
  async open(wrapped: Buffer, root: string, collaboration: string): Promise<KeyObject> {
    return createSecretKey(unseal(wrapped, await this.#wrappingKey(collaboration), root));
  }

  /** @throws KoppelError `process.closed` when the key of this root was destroyed. */
  async get(manager: EntityManager, root: string, collaboration: string): Promise<KeyObject> {
    const key = await this.find(manager, root, collaboration);
    if (!key) throw new KoppelError('process.closed', 'The content of this case was destroyed');
    return key;
  }

  async destroy(manager: EntityManager, root: string): Promise<void> {
    await manager.query('UPDATE process_key SET wrapped = NULL WHERE root = $1', [root]);
  }

  /** The key under which search tokens of a collaboration are made: a token says nothing without it. */
  searchKey(collaboration: string): Promise<KeyObject> {
    return this.#fileKey(`${collaboration}.search.key`);
  }

  #wrappingKey(collaboration: string): Promise<KeyObject> {
    return this.#fileKey(`${collaboration}.key`);
  }

  #fileKey(name: string): Promise<KeyObject> {
    const known = this.#wrapping.get(name);
    if (known) return known;
    const key = readOrCreateKeyFile(join(this.#folder, name), () => randomBytes(32).toString('base64')).then((text) =>
      createSecretKey(text, 'base64'),
    );
    this.#wrapping.set(name, key);
    // A fault of the disk must not stick.
    key.catch(() => this.#wrapping.delete(name));
    return key;
  }
}
