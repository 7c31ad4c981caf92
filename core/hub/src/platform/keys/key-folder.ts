import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import { createKeyFile, readKeyFile, removeKeyFile, unlessAbsent } from './key-file.ts';
import { keyText, type KeyId } from './key-custody.ts';
import { idOfFile, keyFolders, newPath, oldPath } from './key-file-names.ts';
import { makeKeyText, readKeyText, type KeyMaterial } from './key-material.ts';
import type { KeyPlace } from './held-keys.ts';

interface KeyFile {
  readonly id: KeyId;
  readonly path: string;
}

/**
 * Keys as files `<kind>/<name>.<version>.key` in a folder that all nodes of the hub share. Only the hub's user may get at
 * them: folders 0700, files 0600, owned by that user.
 */
export class KeyFolder implements KeyPlace {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<readonly KeyId[]> {
    const files = await this.#files();
    const faults = (await Promise.all([...this.#folders(), ...files.map(({ path }) => path)].map(faultOf))).flat();
    if (faults.length > 0) throw new KoppelError('config.invalid', explain(faults));
    return files.map(({ id }) => id);
  }

  async read(id: KeyId): Promise<KeyMaterial | undefined> {
    const path = await this.#find(id);
    const text = path === undefined ? undefined : await readKeyFile(path);
    return path === undefined || text === undefined ? undefined : await this.#open(id, path, text);
  }

  async make(id: KeyId): Promise<KeyMaterial> {
    const path = (await this.#find(id)) ?? newPath(this.#folder, id);
    return this.#open(id, path, (await readKeyFile(path)) ?? (await createKeyFile(path, makeKeyText(id.kind))));
  }

  async remove(id: KeyId): Promise<void> {
    for (const path of this.#pathsOf(id)) await removeKeyFile(path);
  }

  /** Where a key lies now. */
  async #find(id: KeyId): Promise<string | undefined> {
    for (const path of this.#pathsOf(id)) if (await isThere(path)) return path;
    return undefined;
  }

  #pathsOf(id: KeyId): string[] {
    return [newPath(this.#folder, id), oldPath(this.#folder, id)].filter((path) => path !== undefined);
  }

  async #open(id: KeyId, path: string, text: string): Promise<KeyMaterial> {
    const faults = await faultOf(path);
    if (faults.length > 0) throw new KoppelError('config.invalid', explain(faults));
    const material = readKeyText(id.kind, text);
    if (material) return material;
    throw new KoppelError(
      'config.invalid',
      `The key ${keyText(id)} in ${path} is damaged: restore it from the backup of keys`,
    );
  }

  #folders(): string[] {
    return keyFolders.map((name) => join(this.#folder, name));
  }

  async #files(): Promise<KeyFile[]> {
    const found = await Promise.all(keyFolders.map((name) => filesIn(this.#folder, name)));
    return found.flat();
  }
}

async function filesIn(home: string, folder: string): Promise<KeyFile[]> {
  const path = join(home, folder);
  const names = (await unlessAbsent(readdir(path))) ?? [];
  return names.flatMap((name) => {
    const id = idOfFile(folder, name);
    return id ? [{ id, path: join(path, name) }] : [];
  });
}

const isThere = async (path: string): Promise<boolean> => (await unlessAbsent(lstat(path))) !== undefined;

/** What is wrong with who may get at a file or folder; nothing when it is not there. */
async function faultOf(path: string): Promise<string[]> {
  const state = await lstat(path).catch(() => undefined);
  if (!state) return [];
  const user = process.getuid?.() ?? state.uid;
  if (state.isSymbolicLink()) return [`${path} is a link to somewhere else`];
  if (state.uid !== user) return [`${path} belongs to user ${state.uid} and not to user ${user}`];
  if ((state.mode & 0o077) === 0) return [];
  return [
    `${path} is open to others: chmod ${state.isDirectory() ? '700' : '600'}, and rotate what they may have read`,
  ];
}

const explain = (faults: readonly string[]): string =>
  `Others than the hub may get at its keys:\n${faults.map((fault) => `  ${fault}`).join('\n')}`;
