import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Prefix } from '@nats-io/nkeys';
import { createNkey, readNkey, type Nkey } from './nkey.ts';
import { writeSecretFile } from './key-store.ts';

const fileName = /^link-signing\.([1-9][0-9]{0,5})\.seed$/;
const fileOf = (version: number): string => `link-signing.${version}.seed`;

export interface SigningKey {
  readonly version: number;
  readonly key: Nkey;
}

/**
 * The keys that sign the credentials of partners in the name of the account, so that they can be replaced while the account
 * stays what it is. The newest signs; what the others signed is believed until they are ended.
 */
export class SigningKeys {
  readonly #directory: string;
  /** The newest first. */
  #keys: readonly SigningKey[];

  private constructor(directory: string, keys: readonly SigningKey[]) {
    this.#directory = directory;
    this.#keys = keys;
  }

  static async open(directory: string): Promise<SigningKeys> {
    const names = await readdir(directory);
    const keys = await Promise.all(
      names.flatMap((name) => {
        const version = fileName.exec(name)?.[1];
        return version === undefined ? [] : [readSigningKey(directory, Number(version))];
      }),
    );
    return new SigningKeys(
      directory,
      keys.toSorted((one, other) => other.version - one.version),
    );
  }

  /** Undefined for an authority that never had one: its account key signs. */
  get current(): SigningKey | undefined {
    return this.#keys[0];
  }

  publicKeys(): string[] {
    return this.#keys.map(({ key }) => key.getPublicKey());
  }

  async add(): Promise<SigningKey> {
    const made: SigningKey = { version: (this.current?.version ?? 0) + 1, key: createNkey(Prefix.Account) };
    const seed = Buffer.from(made.key.getSeed()).toString('ascii');
    await writeSecretFile(join(this.#directory, fileOf(made.version)), `${seed}\n`);
    this.#keys = [made, ...this.#keys];
    return made;
  }

  /** Destroys all but the newest. */
  async endFormer(): Promise<void> {
    for (const { version } of this.#keys.slice(1)) await rm(join(this.#directory, fileOf(version)), { force: true });
    this.#keys = this.#keys.slice(0, 1);
  }
}

async function readSigningKey(directory: string, version: number): Promise<SigningKey> {
  return { version, key: readNkey((await readFile(join(directory, fileOf(version)), 'utf8')).trim()) };
}
