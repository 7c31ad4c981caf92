import { createKeyPair, HubClient, readKey, writeProfile, writeSecretFile } from '@koppel/local';
import { join } from 'node:path';
import type { RegisteredKey } from '../registered-key.ts';
import type { Context } from '../context.ts';

/** The new key works before the profile uses it, and the profile uses it before the old one stops. */
export async function rotateKey(context: Context): Promise<void> {
  const profile = await context.profile();
  const { oin, client } = profile;
  await context.confirm(`The present key of "${context.profileName}" will stop working.`);
  const keys = `/v1/organisations/${oin}/keys`;
  const hub = await context.hub();
  const old = await readKey(context.home, profile.keyFile);
  const { keys: known } = await hub.get<{ keys: readonly RegisteredKey[] }>(keys);
  const scopes = known.find(({ kid }) => kid === old.kid)?.scopes ?? [];
  const pair = await createKeyPair();
  const keyFile = join(context.home, 'keys', `${pair.kid}.jwk`);
  await writeSecretFile(keyFile, JSON.stringify(pair.privateJwk));
  await hub.post(keys, { use: 'client', client, scopes, jwk: pair.publicJwk });
  await writeProfile(context.home, context.profileName, { ...profile, keyFile });
  const renewed = new HubClient({ hub: profile.hub, oin, client, privateJwk: pair.privateJwk });
  await renewed.send({ method: 'DELETE', path: `${keys}/${old.kid}` });
  context.print({ kid: pair.kid, revoked: old.kid }, () => `Key ${pair.kid} replaces ${old.kid}.`);
}
