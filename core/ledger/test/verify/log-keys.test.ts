import { describe, expect, test } from '@jest/globals';
import { emptyRoot, keyFingerprint, signCheckpoint } from '../../src/index.ts';
import { LogKeys } from '../../src/verify/log-keys.ts';
import { createSampleSigner, ORIGIN } from '../sample-log.ts';

const [first, second, third] = [createSampleSigner(), createSampleSigner(), createSampleSigner()];
const noteBy = (...signers: (typeof first)[]): Promise<string> =>
  signCheckpoint({ origin: ORIGIN, size: 0, root: emptyRoot }, ...signers);
const fingerprintOf = ({ key }: typeof first): string => keyFingerprint(key.publicKey);

describe('a checkpoint', () => {
  const keys = new LogKeys([first.key], [first.key, second.key]);

  test('is trusted under a trusted key, and only read under one that the export offers', async () => {
    expect(keys.open(await noteBy(first), ORIGIN)).toMatchObject({ size: 0, isTrusted: true });
    expect(keys.open(await noteBy(second), ORIGIN)).toMatchObject({ size: 0, isTrusted: false });
    expect(keys.open(await noteBy(first, second), ORIGIN)).toMatchObject({ isTrusted: true });
  });

  test('says what is wrong with it', async () => {
    const note = await noteBy(first);
    const [text = '', signature = ''] = (await noteBy(second)).split('\n\n');
    expect(keys.open('no note', ORIGIN)).toBe('checkpoint.malformed');
    expect(keys.open(note, 'ledger.example/elsewhere')).toBe('checkpoint.origin-mismatch');
    expect(keys.open(await noteBy(third), ORIGIN)).toBe('checkpoint.wrong-key');
    const moved = `${text.replace('\n0\n', '\n1\n')}\n\n${signature}`;
    expect(keys.open(moved, ORIGIN)).toBe('checkpoint.signature-invalid');
    expect(keys.open(moved + note.slice(note.indexOf('—')), ORIGIN)).toBe('checkpoint.signature-invalid');
  });
});

describe('a key that an entry announced', () => {
  test('is trusted once a trusted checkpoint covers the entry, and then trusted for good', () => {
    const keys = new LogKeys([first.key], [second.key, first.key]);
    keys.announce(fingerprintOf(second));
    expect(keys.isTrusted(second.key)).toBe(false);
    keys.settle();
    expect([first, second].map(({ key }) => keys.isTrusted(key))).toEqual([true, true]);
    keys.settle();
    expect(keys.isTrusted(second.key)).toBe(true);
  });

  test('is trusted beside another that was announced with it', () => {
    const keys = new LogKeys([first.key], [third.key, second.key]);
    keys.announce(fingerprintOf(second));
    keys.announce(fingerprintOf(third));
    keys.settle();
    expect([second, third].map(({ key }) => keys.isTrusted(key))).toEqual([true, true]);
  });

  test('brings no trust to a key that nobody announced', () => {
    const keys = new LogKeys([first.key], [second.key, third.key]);
    keys.announce(fingerprintOf(second));
    keys.settle();
    expect(keys.isTrusted(third.key)).toBe(false);
  });

  test('is trusted under the name of the log and under no other', () => {
    const keys = new LogKeys([first.key], [second.key]);
    expect(keys.isTrusted({ ...first.key, name: 'ledger.example/elsewhere' })).toBe(false);
  });
});
