import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrCreateKeyFile } from '../platform/key-file.ts';
import type { PseudonymKeys } from './pseudonyms.ts';

const fileName = /^([a-z][a-z0-9-]*)[.]([0-9]{4})[.]key$/;

/** Pseudonym keys as files in `<home>/keys/pseudonym`. Destroying one makes the pseudonyms of that year meaningless. */
export class PseudonymKeyFiles implements PseudonymKeys {
  readonly #folder: string;
  readonly #keys = new Map<string, Promise<KeyObject>>();

  constructor(home: string) {
    this.#folder = join(home, 'keys', 'pseudonym');
  }

  keyOf(collaboration: string, year: number): Promise<KeyObject> {
    const name = `${collaboration}.${year}.key`;
    const known = this.#keys.get(name);
    if (known) return known;
    const key = this.#read(name);
    this.#keys.set(name, key);
    // A fault of the disk must not stick.
    key.catch(() => this.#keys.delete(name));
    return key;
  }

  async listFrom(year: number): Promise<KeyObject[]> {
    const names = await readdir(this.#folder).catch(() => [] as string[]);
    const wanted = names.flatMap((name) => {
      const [, collaboration, of] = fileName.exec(name) ?? [];
      return collaboration !== undefined && Number(of) >= year ? [{ collaboration, year: Number(of) }] : [];
    });
    return Promise.all(wanted.map(({ collaboration, year: of }) => this.keyOf(collaboration, of)));
  }

  async #read(name: string): Promise<KeyObject> {
    const text = await readOrCreateKeyFile(join(this.#folder, name), () => randomBytes(32).toString('base64'));
    return createSecretKey(text, 'base64');
  }
}
