import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { isSameHash, leafHash, leafHashOfAscii, nodeHash } from '../../src/merkle/hash.ts';

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const filled = (length: number, byte: number): Buffer => Buffer.alloc(length, byte);

test('a leaf is hashed behind a zero byte, whatever its length and whatever was hashed before', () => {
  for (const length of [5000, 0, 1, 4095, 4096, 9999, 10_000, 10_001, 30_000, 3]) {
    const body = filled(length, length % 251);
    expect(leafHash(body)).toEqual(sha256(filled(1, 0), body));
  }
});

test('a leaf of ASCII has the same hash as its bytes', () => {
  expect(leafHashOfAscii('{"v":1}')).toBe(leafHash(Buffer.from('{"v":1}')).toString('base64'));
});

test('a node is hashed behind a one byte, left before right', () => {
  expect(nodeHash(filled(32, 7), filled(32, 9))).toEqual(sha256(filled(1, 1), filled(32, 7), filled(32, 9)));
});

test('hashes are the same when every byte is', () => {
  expect(isSameHash(filled(32, 7), new Uint8Array(32).fill(7))).toBe(true);
  expect(isSameHash(filled(32, 7), filled(32, 7).fill(8, 31))).toBe(false);
  expect(isSameHash(filled(32, 7), filled(31, 7))).toBe(false);
});
