import { verify } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { hubKeyKinds, keyFingerprint } from '@koppel/ledger';
import type { KeyCustody, KeyId } from '../../../src/platform/keys/key-custody.ts';
import { expectCode } from '../../identity/clients.ts';

const message = Buffer.from('a message');
const secret = Buffer.alloc(32, 7);
const place = 'a place';
const id = (kind: KeyId['kind'], version = 1): KeyId => ({ kind, name: 'example-region', version });

/** What every custody of keys promises. `open` answers the same place each time within a test. */
export function promisesOfCustody(open: () => Promise<KeyCustody>): void {
  let custody: KeyCustody;
  beforeEach(async () => {
    custody = await open();
  });

  test.each(hubKeyKinds)('makes a %s key once, and tells of it', async (kind) => {
    expect(await custody.find(id(kind))).toBeUndefined();
    const made = await custody.create(id(kind));
    expect(made).toMatchObject({ ...id(kind), fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await custody.create(id(kind))).fingerprint).toBe(made.fingerprint);
    expect((await custody.find(id(kind)))?.fingerprint).toBe(made.fingerprint);
    expect(await custody.list()).toEqual([id(kind)]);
  });

  test('makes one key for all who ask at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => custody.create(id('case'))));
    expect(new Set(made.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  test('keeps versions side by side, each with its own fingerprint', async () => {
    const made = await Promise.all([custody.create(id('token', 1)), custody.create(id('token', 2))]);
    expect(made[0].fingerprint).not.toBe(made[1].fingerprint);
    expect(await custody.list()).toHaveLength(2);
  });

  test('gives nothing away but a public key and a fingerprint', async () => {
    const kept = await custody.create(id('checkpoint'));
    expect(Object.keys(kept).toSorted()).toEqual(['fingerprint', 'kind', 'name', 'publicKey', 'version']);
    expect(kept.publicKey?.type).toBe('public');
    expect((await custody.create(id('pseudonym'))).publicKey).toBeNull();
  });

  test('signs so that the public key verifies', async () => {
    const { publicKey, fingerprint } = await custody.create(id('checkpoint'));
    if (!publicKey) throw new Error('a key that signs has a public key');
    expect(verify(null, message, publicKey, await custody.sign(id('checkpoint'), message))).toBe(true);
    expect(verify(null, secret, publicKey, await custody.sign(id('checkpoint'), message))).toBe(false);
    expect(fingerprint).toBe(keyFingerprint(publicKey));
  });

  test('hashes each text under its key, the same way each time', async () => {
    await custody.create(id('pseudonym', 1));
    await custody.create(id('pseudonym', 2));
    const [one, two] = await custody.mac(id('pseudonym'), ['bsn:999990019', 'bsn:999990020']);
    expect(one).toHaveLength(32);
    expect(two).not.toEqual(one);
    expect(await custody.mac(id('pseudonym'), ['bsn:999990019'])).toEqual([one]);
    expect(await custody.mac(id('pseudonym', 2), ['bsn:999990019'])).not.toEqual([one]);
  });

  test('opens what it wrapped, with the same key and at the same place only', async () => {
    await custody.create(id('case', 1));
    await custody.create(id('case', 2));
    const wrapped = await custody.wrap(id('case'), secret, place);
    expect(wrapped.includes(secret)).toBe(false);
    expect(await custody.unwrap(id('case'), wrapped, place)).toEqual(secret);
    await expectCode(custody.unwrap(id('case', 2), wrapped, place), 'hub.failed');
    await expectCode(custody.unwrap(id('case'), wrapped, 'another place'), 'hub.failed');
    wrapped.writeUInt8(wrapped.readUInt8(20) ^ 1, 20);
    await expectCode(custody.unwrap(id('case'), wrapped, place), 'hub.failed');
  });

  test('does nothing with a key that is not there, and makes none', async () => {
    await expectCode(custody.sign(id('token'), message), 'config.invalid');
    await expectCode(custody.mac(id('search'), ['word:garage']), 'config.invalid');
    await expectCode(custody.wrap(id('case'), secret, place), 'config.invalid');
    expect(await custody.list()).toEqual([]);
  });

  test('destroys a key for good and leaves the others', async () => {
    await custody.create(id('case', 1));
    await custody.create(id('case', 2));
    const wrapped = await custody.wrap(id('case', 1), secret, place);
    await custody.destroy(id('case', 1));
    await custody.destroy(id('case', 1));
    await expectCode(custody.unwrap(id('case', 1), wrapped, place), 'config.invalid');
    expect(await custody.find(id('case', 1))).toBeUndefined();
    expect(await custody.list()).toEqual([id('case', 2)]);
  });
}
