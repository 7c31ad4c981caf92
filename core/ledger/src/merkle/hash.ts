import { hash } from 'node:crypto';

export const HASH_BYTES = 32;

// One SHA-256 over a short input costs less through a string than through a fresh external buffer.
const sha256 = (input: Uint8Array): Buffer => Buffer.from(hash('sha256', input, 'binary'), 'binary');

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962, section 2.1). */
export const emptyRoot: Uint8Array = sha256(new Uint8Array());

const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** SHA-256(0x01 ‖ left ‖ right), the hash of an inner node (RFC 6962, section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

let leaf = Buffer.alloc(4096);

/** SHA-256(0x00 ‖ body), the hash of a leaf (RFC 6962, section 2.1). */
export function leafHash(body: Uint8Array): Buffer {
  if (leaf.length <= body.length) leaf = Buffer.alloc(2 * body.length);
  leaf.set(body, 1);
  return sha256(leaf.subarray(0, 1 + body.length));
}

/** The leaf hash of an ASCII text, in base64: what a verifier computes most often, without making buffers. */
export const leafHashOfAscii = (body: string): string => hash('sha256', `\u0000${body}`, 'base64');

/** Whether two hashes are the same; for public values, so not in constant time. */
export const isSameHash = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
