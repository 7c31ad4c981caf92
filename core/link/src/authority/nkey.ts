import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { KoppelError } from '@koppel/contract';
import { Prefix, fromPublic, type KeyPair } from '@nats-io/nkeys';
import { decodeBase32, encodeBase32 } from './base32.ts';

const keyBytes = 32;
/** DER that turns 32 raw bytes into an Ed25519 private key (RFC 8410). */
const privateKeyHeader = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * An nkey that signs with Node's own Ed25519. The library's key pair does the same in JavaScript and derives the
 * key anew for each step, which made the start of a server take a quarter of a second.
 */
export class Nkey implements KeyPair {
  readonly #seed: string;
  readonly #publicKey: string;
  readonly #privateKey: KeyObject;

  /** `raw` are the 32 secret bytes. */
  constructor(prefix: Prefix, raw: Uint8Array) {
    this.#privateKey = createPrivateKey({ key: Buffer.concat([privateKeyHeader, raw]), format: 'der', type: 'pkcs8' });
    const point = createPublicKey(this.#privateKey).export({ format: 'der', type: 'spki' }).subarray(-keyBytes);
    this.#publicKey = withChecksum(Buffer.concat([Buffer.of(prefix), point]));
    // A seed has two prefixes of five bits each: that it is a seed, and of what.
    const head = Buffer.of(Prefix.Seed | (prefix >> 5), (prefix & 31) << 3);
    this.#seed = withChecksum(Buffer.concat([head, raw]));
  }

  getPublicKey(): string {
    return this.#publicKey;
  }

  getSeed(): Uint8Array {
    return Buffer.from(this.#seed, 'ascii');
  }

  /** The library asks for it only to know that the key can sign. */
  getPrivateKey(): Uint8Array {
    return this.getSeed();
  }

  sign(input: Uint8Array): Uint8Array {
    return sign(null, input, this.#privateKey);
  }

  verify(input: Uint8Array, signature: Uint8Array): boolean {
    return fromPublic(this.#publicKey).verify(input, signature);
  }

  clear(): void {
    throw new KoppelError('hub.failed', 'A key of the runtime cannot be cleared');
  }

  seal(): Uint8Array {
    throw new KoppelError('hub.failed', 'This key signs only');
  }

  open(): null {
    return null;
  }
}

export const createNkey = (prefix: Prefix): Nkey => new Nkey(prefix, randomBytes(keyBytes));

/** @throws KoppelError `config.invalid` when the text is not an nkey seed. */
export function readNkey(seed: string): Nkey {
  const bytes = decodeBase32(seed);
  if (bytes.byteLength === keyBytes + 4 && withChecksum(bytes.subarray(0, -2)) === seed) {
    const [first = 0, second = 0] = bytes;
    return new Nkey(((first & 7) << 5) | (second >> 3), bytes.subarray(2, -2));
  }
  throw new KoppelError('config.invalid', 'The text is not the seed of an nkey');
}

function withChecksum(bytes: Uint8Array): string {
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc16(bytes));
  return encodeBase32(Buffer.concat([bytes, checksum]));
}

/** CRC-16/XMODEM, as the nkeys format has it. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let i = 0; i < 8; i += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc;
}
