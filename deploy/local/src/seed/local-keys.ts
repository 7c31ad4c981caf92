import { join } from 'node:path';
import type { JWK } from 'jose';
import { createKeyPair, keyPairOf, type KeyPair } from '../hub-client/key-pair.ts';
import { homePaths, readJsonFile, writeSecretFile } from '../home.ts';

/** The pair in this home with this name; made the first time. */
export async function localKeyPair(home: string, name: string): Promise<KeyPair> {
  const file = keyFileOf(home, name);
  const known = await readJsonFile<JWK>(file);
  if (known) return keyPairOf(known);
  const pair = await createKeyPair();
  await writeSecretFile(file, JSON.stringify(pair.privateJwk));
  return pair;
}

export const keyFileOf = (home: string, name: string): string => join(homePaths(home).keys, `${name}.jwk`);
