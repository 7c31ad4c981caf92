import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createKeyPair, identityOf, readProfile, writeProfile, writeSecretFile } from '../src/index.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'koppel-profile-'));
});

afterEach(() => rm(home, { recursive: true }));

const profile = { hub: 'http://127.0.0.1:1', oin: '00000009999000000001', client: 'desk', keyFile: 'keys/desk.jwk' };

test('a profile is for its owner only and leads to the key it names', async () => {
  const { privateJwk } = await createKeyPair();
  await writeSecretFile(join(home, profile.keyFile), JSON.stringify(privateJwk));
  await writeProfile(home, 'police', profile);
  expect((await stat(join(home, 'profiles/police.json'))).mode & 0o777).toBe(0o600);
  expect(await identityOf(home, await readProfile(home, 'police'))).toEqual({
    hub: profile.hub,
    oin: profile.oin,
    client: 'desk',
    privateJwk,
  });
});

test('a profile that is not there is an error that names those that are', async () => {
  await expect(readProfile(home, 'police')).rejects.toThrow('koppel start');
  await writeProfile(home, 'tax', profile);
  await expect(readProfile(home, 'police')).rejects.toThrow('--profile: tax');
});

test('a key that is not there is an error that names its file', async () => {
  await expect(identityOf(home, profile)).rejects.toThrow(join(home, 'keys/desk.jwk'));
});
