import { expect, test } from '@jest/globals';
import { EXPORT_FORMAT, formatVerifierKey, headerLine } from '../../src/index.ts';
import { openHeader } from '../../src/verify/header.ts';
import { createSampleSigner, ORIGIN } from '../sample-log.ts';

const [present, former, stranger, elsewhere] = [
  createSampleSigner().key,
  createSampleSigner().key,
  createSampleSigner().key,
  createSampleSigner('ledger.example/elsewhere').key,
];
const hash = Buffer.alloc(32, 7).toString('base64');
const header = { format: EXPORT_FORMAT, origin: ORIGIN, vkey: formatVerifierKey(present), from: 0, to: 9, edge: [] };
const lineOf = (change: object): Buffer => Buffer.from(headerLine({ ...header, ...change } as never).trimEnd());
const open = (change: object, ...trusted: (typeof present)[]) => openHeader(lineOf(change), trusted);
const withFormer = { formerKeys: [formatVerifierKey(former)] };

test('a header vouches for its own key when no other is trusted', () => {
  const opened = open({});
  expect(opened).toMatchObject({ header, faults: [] });
  expect(opened?.key.publicKey.equals(present.publicKey)).toBe(true);
  expect(opened?.keys.isTrusted(present)).toBe(true);
});

test('a header leads on from a trusted key, the present one or a former', () => {
  expect(open(withFormer, present)?.faults).toEqual([]);
  expect(open(withFormer, former)?.faults).toEqual([]);
  expect(open(withFormer, former)?.keys.isTrusted(present)).toBe(false);
  expect(open(withFormer, stranger)?.faults).toEqual(['header.key-mismatch']);
});

test('a header and its keys, and the keys that are trusted, are of one log', () => {
  expect(open({ origin: elsewhere.name })?.faults).toEqual(['header.origin-mismatch']);
  expect(open({}, elsewhere)?.faults).toEqual(['header.origin-mismatch']);
  expect(open({ formerKeys: [formatVerifierKey(elsewhere)] }, present)?.faults).toEqual(['header.origin-mismatch']);
});

test.each([
  ['that ends before it begins', { from: 10, edge: [hash, hash] }],
  ['without the hashes of what was before', { from: 3, edge: [hash] }],
  ['with hashes of nothing before', { edge: [hash] }],
  ['with a key that cannot be read', { vkey: 'no key' }],
  ['with a former key that cannot be read', { formerKeys: ['no key'] }],
  ['of another format', { format: 'koppel-ledger-export/2' }],
  ['with more than a header has', { more: true }],
])('a header %s is none', (_title, change) => {
  expect(open(change)).toBeUndefined();
});

test('a header may begin where it ends, and in the middle of a log', () => {
  expect(open({ to: 0 })?.faults).toEqual([]);
  expect(open({ from: 3, edge: [hash, hash] })?.faults).toEqual([]);
  expect(openHeader(Buffer.from(` ${lineOf({}).toString()}`), [])).toBeUndefined();
});
