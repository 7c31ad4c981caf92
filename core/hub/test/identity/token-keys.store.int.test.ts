import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TokenKeyFiles } from '../../src/identity/token-keys.store.ts';
import { expectCode } from './clients.ts';

const clock = { time: 0, now: () => clock.time };
let home: string;
let keys: TokenKeyFiles;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'koppel-token-keys-'));
  clock.time = 0;
  keys = new TokenKeyFiles(home, clock);
});
afterEach(() => rm(home, { recursive: true }));

const files = async () => (await readdir(join(home, 'keys'))).sort();
const first = () => join(home, 'keys', 'token-000001.jwk');

describe('the token keys of a hub', () => {
  test('are made on the first start, for the eyes of the hub alone', async () => {
    const { kid } = await keys.current();
    expect(await files()).toEqual(['token-000001.jwk']);
    expect((await stat(first())).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'keys'))).mode & 0o777).toBe(0o700);
    expect((await new TokenKeyFiles(home, clock).current()).kid).toBe(kid);
  });

  test('are the same for all nodes that start at the same moment', async () => {
    const nodes = Array.from({ length: 8 }, () => new TokenKeyFiles(home, clock));
    const kids = await Promise.all(nodes.map(async (node) => (await node.current()).kid));
    expect(new Set(kids).size).toBe(1);
    expect(await files()).toEqual(['token-000001.jwk']);
  });

  test('rotate: the new one signs, the former one still verifies, the one before that is gone', async () => {
    const { kid: oldest } = await keys.current();
    await keys.rotate();
    const { kid: middle } = await keys.current();
    await keys.rotate();
    const { kid: newest } = await keys.current();
    expect(await files()).toEqual(['token-000002.jwk', 'token-000003.jwk']);
    expect((await keys.find(newest))?.kid).toBe(newest);
    expect((await keys.find(middle))?.kid).toBe(middle);
    expect(await keys.find(oldest)).toBeUndefined();
  });

  test("of another node's rotation are found, though an unknown kid costs one look a second at most", async () => {
    await keys.current();
    await new TokenKeyFiles(home, clock).rotate();
    const { kid } = await new TokenKeyFiles(home, clock).current();
    expect(await keys.find(kid)).toBeUndefined();
    clock.time += 1_000;
    expect((await keys.find(kid))?.kid).toBe(kid);
  });

  test('that others may read are not used', async () => {
    await keys.current();
    await chmod(first(), 0o640);
    await expectCode(new TokenKeyFiles(home, clock).current(), 'config.invalid');
  });

  test.each(['', 'not a key', '{}', '{"kty":"OKP","crv":"Ed25519","x":"AA"}'])(
    'that are damaged (%j) are named, and their content is not repeated',
    async (text) => {
      await keys.current();
      await writeFile(first(), text);
      const error = await expectCode(new TokenKeyFiles(home, clock).current(), 'config.invalid');
      expect(error.message).toBe(`The token key ${first()} is damaged: restore it, or remove it to make a new one`);
    },
  );

  test('share their folder with whatever else is kept there', async () => {
    await keys.current();
    await writeFile(join(home, 'keys', 'token-9.jwk'), 'another file');
    await writeFile(join(home, 'keys', 'ledger.key'), 'another file');
    expect((await new TokenKeyFiles(home, clock).current()).kid).toBe((await keys.current()).kid);
  });
});
