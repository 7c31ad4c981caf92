import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { JWK } from 'jose';
import type { ClientIdentity } from './hub-client/access-token.ts';
import { homePaths, readJsonFile, writeSecretFile } from './home.ts';
import { StartError } from './start-error.ts';

/** As which client of which organisation a person works, and with which keys; kept in `profiles/<name>.json`. */
export interface Profile {
  readonly hub: string;
  readonly oin: string;
  readonly client: string;
  /** A private JSON Web Key; a relative path is seen from the home. */
  readonly keyFile: string;
  /** The key that signs agreements for the organisation, for whoever holds that mandate. */
  readonly agreementKeyFile?: string;
  /** The key that signs what the organisation asks under agreements with `evidence: signed`. */
  readonly evidenceKeyFile?: string;
}

const profileFile = (home: string, name: string): string => join(homePaths(home).profiles, `${name}.json`);

export async function writeProfile(home: string, name: string, profile: Profile): Promise<void> {
  await writeSecretFile(profileFile(home, name), `${JSON.stringify(profile, null, 2)}\n`);
}

/** @throws StartError `incomplete` that names the profiles there are. */
export async function readProfile(home: string, name: string): Promise<Profile> {
  const profile = await readJsonFile<Profile>(profileFile(home, name));
  if (profile) return profile;
  const known = await listProfiles(home);
  const hint = known.length
    ? `choose one with --profile: ${known.join(', ')}`
    : 'run "koppel start" first, or set KOPPEL_HOME';
  throw new StartError('incomplete', `There is no profile "${name}" in ${home}; ${hint}.`);
}

export async function listProfiles(home: string): Promise<string[]> {
  const files = await readdir(homePaths(home).profiles).catch(() => []);
  return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
}

/** A private key of a profile. */
export async function readKey(home: string, file: string): Promise<JWK> {
  const jwk = await readJsonFile<JWK>(resolve(home, file));
  if (!jwk)
    throw new StartError(
      'incomplete',
      `The key ${resolve(home, file)} is missing; put it back, or register a new one with "koppel keys add".`,
    );
  return jwk;
}

export async function identityOf(home: string, profile: Profile): Promise<ClientIdentity> {
  const { hub, oin, client } = profile;
  return { hub, oin, client, privateJwk: await readKey(home, profile.keyFile) };
}
