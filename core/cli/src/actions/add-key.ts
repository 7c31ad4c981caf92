import { join, resolve } from 'node:path';
import { createKeyPair, keyPairOf, readKey, writeProfile, writeSecretFile, type KeyPair } from '@koppel/local';
import type { Context } from '../context.ts';
import type { RegisteredKey } from '../registered-key.ts';

export interface AddKeyOptions {
  readonly use: 'client' | 'agreement' | 'evidence';
  readonly client?: string;
  readonly scope?: readonly string[];
  readonly public?: string;
  readonly out?: string;
  readonly saveProfile?: string;
}

/** Registers a public key; a pair that is made here is kept before its public half counts. */
export async function addKey(context: Context, oin: string, options: AddKeyOptions): Promise<void> {
  const pair =
    options.public === undefined
      ? await createKeyPair()
      : await keyPairOf((await context.readJson(options.public)) as KeyPair['publicJwk']);
  const { use, client, scope: scopes = [] } = options;
  const hub = await context.hub();
  const file = options.public === undefined ? await keep(context, pair, options.out) : null;
  const key = await hub.post<RegisteredKey>(`/v1/organisations/${oin}/keys`, {
    use,
    client,
    scopes,
    jwk: pair.publicJwk,
  });
  if (options.saveProfile !== undefined && file !== null && client !== undefined) {
    await writeProfile(context.home, options.saveProfile, {
      hub: (await context.profile()).hub,
      oin,
      client,
      keyFile: file,
    });
  }
  context.print(
    { ...key, file },
    () => `Key ${key.kid} is registered${file === null ? '' : `; its private half is in ${file}`}.`,
  );
}

async function keep(context: Context, pair: KeyPair, out: string | undefined): Promise<string> {
  const file = out === undefined ? join(context.home, 'keys', `${pair.kid}.jwk`) : resolve(out);
  await writeSecretFile(file, JSON.stringify(pair.privateJwk));
  await readKey(context.home, file);
  return file;
}
