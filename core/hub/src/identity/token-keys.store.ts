import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KoppelError, type Clock } from '@koppel/contract';
import { readKeyFile, readOrCreateKeyFile } from '../platform/key-file.ts';
import { readPublicKey } from './public-key.ts';
import type { TokenKey, TokenKeys } from './token-keys.ts';

const fileName = /^token-([0-9]{6})\.jwk$/;
const keptKeys = 2;
const rereadAfterMs = 1_000;

const createKey = (): string => JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));

/**
 * Token keys as files `token-NNNNNN.jwk` in `<home>/keys`, readable by the hub's user alone; the highest number signs.
 *
 * Nodes that share the directory see each other's rotation: an unknown `kid` makes a node look again, at most once a
 * second, so that invented ones cost nothing.
 */
export class TokenKeyFiles implements TokenKeys {
  readonly #folder: string;
  readonly #clock: Clock;
  /** The newest first. */
  #keys: readonly TokenKey[] = [];
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(home: string, clock: Clock) {
    this.#folder = join(home, 'keys');
    this.#clock = clock;
  }

  async current(): Promise<TokenKey> {
    const [key] = this.#keys.length > 0 ? this.#keys : await this.#read();
    if (key) return key;
    await readOrCreateKeyFile(this.#pathOf(1), createKey);
    const [made] = await this.#read();
    if (!made) throw new KoppelError('hub.failed', 'There is no token key');
    return made;
  }

  async find(kid: string): Promise<TokenKey | undefined> {
    const known = this.#keys.find((key) => key.kid === kid);
    if (known || this.#clock.now() - this.#readAtMs < rereadAfterMs) return known;
    return (await this.#read()).find((key) => key.kid === kid);
  }

  /** Signs with a new key from now on; the former one still verifies until its last token has expired. */
  async rotate(): Promise<void> {
    const numbers = await this.#numbers();
    await readOrCreateKeyFile(this.#pathOf((numbers[0] ?? 0) + 1), createKey);
    await Promise.all(numbers.slice(keptKeys - 1).map((number) => rm(this.#pathOf(number))));
    await this.#read();
  }

  async #read(): Promise<readonly TokenKey[]> {
    this.#readAtMs = this.#clock.now();
    const paths = (await this.#numbers()).slice(0, keptKeys).map((number) => this.#pathOf(number));
    const texts = await Promise.all(paths.map(readKeyFile));
    this.#keys = texts.flatMap((text, i) => (text === undefined ? [] : [parseKey(text, String(paths[i]))]));
    return this.#keys;
  }

  /** Those of the files, the highest first. */
  async #numbers(): Promise<number[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.flatMap((name) => Number(fileName.exec(name)?.[1]) || []).sort((one, other) => other - one);
  }

  #pathOf(number: number): string {
    return join(this.#folder, `token-${String(number).padStart(6, '0')}.jwk`);
  }
}

/** @throws KoppelError `config.invalid` that names the file and repeats nothing of it. */
function parseKey(text: string, path: string): TokenKey {
  try {
    const privateKey = createPrivateKey({ key: JSON.parse(text), format: 'jwk' });
    const publicKey: KeyObject = createPublicKey(privateKey);
    return { kid: readPublicKey({ ...publicKey.export({ format: 'jwk' }) }, 'agreement').kid, privateKey, publicKey };
  } catch {
    throw new KoppelError(
      'config.invalid',
      `The token key ${path} is damaged: restore it, or remove it to make a new one`,
    );
  }
}
