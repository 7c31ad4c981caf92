import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { HeldKeys } from '../../../src/platform/keys/held-keys.ts';
import type { KeyId } from '../../../src/platform/keys/key-custody.ts';
import { KeyFolder } from '../../../src/platform/keys/key-folder.ts';
import { expectCode } from '../../identity/clients.ts';
import { promisesOfCustody } from './key-custody.contract.ts';

let home: string;
let folder: string;
const open = () => new HeldKeys(new KeyFolder(folder));

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'koppel-keys-'));
  folder = join(home, 'keys');
});
afterEach(() => rm(home, { recursive: true }));

const caseKey: KeyId = { kind: 'case', name: 'example-region', version: 1 };
const mode = async (path: string) => (await stat(path)).mode & 0o777;

async function put(file: string, text: string): Promise<string> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

describe('custody in files', () => {
  promisesOfCustody(async () => open());

  test('is for the eyes of the hub alone', async () => {
    await open().create(caseKey);
    expect(await mode(folder)).toBe(0o700);
    expect(await mode(join(folder, 'case'))).toBe(0o700);
    expect(await mode(join(folder, 'case', 'example-region.1.key'))).toBe(0o600);
    expect(await readdir(join(folder, 'case'))).toEqual(['example-region.1.key']);
  });

  test('is the same for another process, also for two that make a key at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => open().create(caseKey)));
    expect(new Set(made.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    const wrapped = await open().wrap(caseKey, Buffer.from('secret'), 'place');
    expect(String(await open().unwrap(caseKey, wrapped, 'place'))).toBe('secret');
  });

  test('never overwrites a key', async () => {
    await open().create(caseKey);
    const before = await readFile(join(folder, 'case', 'example-region.1.key'), 'utf8');
    await open().create(caseKey);
    expect(await readFile(join(folder, 'case', 'example-region.1.key'), 'utf8')).toBe(before);
  });

  test('lists everything that is open to others in one error, and says nothing of what is in it', async () => {
    const keys = open();
    await keys.create(caseKey);
    await keys.create({ kind: 'token', name: 'hub', version: 1 });
    const [one, two] = [join(folder, 'case', 'example-region.1.key'), join(folder, 'token', 'hub.1.key')];
    const secret = (await readFile(one, 'utf8')).trim();
    await chmod(one, 0o640);
    await chmod(two, 0o604);
    await chmod(join(folder, 'token'), 0o750);
    const { message } = await expectCode(open().list(), 'config.invalid');
    for (const path of [one, two, `${join(folder, 'token')} `]) expect(message).toContain(path);
    expect(message).not.toContain(secret);
  });

  test('does not work with a key that was opened to others', async () => {
    await open().create(caseKey);
    await chmod(join(folder, 'case', 'example-region.1.key'), 0o640);
    await expectCode(open().wrap(caseKey, Buffer.from('secret'), 'place'), 'config.invalid');
  });

  test('does not take keys that belong to another user', async () => {
    await open().create(caseKey);
    const user = (await stat(folder)).uid + 1;
    const asAnother = jest.spyOn(process, 'getuid').mockReturnValue(user);
    const { message } = await expectCode(open().list(), 'config.invalid');
    asAnother.mockRestore();
    expect(message).toContain(`belongs to user ${user - 1} and not to user ${user}`);
  });

  test('does not follow links', async () => {
    await open().create(caseKey);
    await symlink(join(folder, 'case', 'example-region.1.key'), join(folder, 'case', 'other.1.key'));
    const { message } = await expectCode(open().list(), 'config.invalid');
    expect(message).toContain('other.1.key is a link');
  });

  test.each(['', 'not a key', '{}', '{"kty":"OKP","crv":"Ed25519","x":"AA"}'])(
    'names a key that is damaged (%j) and does not make another',
    async (text) => {
      const path = await put('token/hub.1.key', text);
      const { message } = await expectCode(open().create({ kind: 'token', name: 'hub', version: 1 }), 'config.invalid');
      expect(message).toBe(`The key token/hub.1 in ${path} is damaged: restore it from the backup of keys`);
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  test('takes no file for a key that is none', async () => {
    await put('token-9.jwk', 'another file');
    await put('ledger.key', 'another file');
    await put('case/draft-x/key', 'half a key');
    await put('case/Example.1.key', 'another file');
    expect(await open().list()).toEqual([]);
  });
});

describe('keys of older versions of the hub', () => {
  const jwk = () => JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
  const secret = () => randomBytes(32).toString('base64');

  test.each([
    ['checkpoint.jwk', jwk(), { kind: 'checkpoint', name: 'log', version: 1 }],
    ['token-000003.jwk', jwk(), { kind: 'token', name: 'hub', version: 3 }],
    ['case/example-region.key', secret(), { kind: 'case', name: 'example-region', version: 1 }],
    ['case/example-region.search.key', secret(), { kind: 'search', name: 'example-region', version: 1 }],
    ['pseudonym/example-region.2026.key', secret(), { kind: 'pseudonym', name: 'example-region.2026', version: 1 }],
  ] as const)('go on working where they are: %s', async (file, text, id) => {
    const path = await put(file, text);
    expect(await open().list()).toEqual([id]);
    const before = await open().find(id);
    expect((await open().create(id)).fingerprint).toBe(before?.fingerprint);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await open().list()).toEqual([id]);
    await open().destroy(id);
    expect(await open().list()).toEqual([]);
  });

  test('stand beside new ones', async () => {
    await put('pseudonym/example-region.2026.key', secret());
    const next = { kind: 'pseudonym', name: 'example-region.2026', version: 2 } as const;
    await open().create(next);
    expect((await readdir(join(folder, 'pseudonym'))).toSorted()).toEqual([
      'example-region.2026.2.key',
      'example-region.2026.key',
    ]);
    expect(await open().list()).toHaveLength(2);
  });
});
