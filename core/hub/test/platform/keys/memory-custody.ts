import { createHash, createPublicKey, getRandomValues, subtle, type KeyObject, type webcrypto } from 'node:crypto';
import { KoppelError } from '@koppel/contract';
import { keyFingerprint } from '@koppel/ledger';
import { keyText, type KeptKey, type KeyCustody, type KeyId } from '../../../src/platform/keys/key-custody.ts';

/** What one key can do; its bytes are nowhere that this process could read them. */
interface Locked {
  readonly id: KeyId;
  readonly fingerprint: string;
  readonly publicKey: KeyObject | null;
  readonly signing?: webcrypto.CryptoKey;
  readonly hashing?: webcrypto.CryptoKey;
  readonly wrapping?: webcrypto.CryptoKey;
}

const nonceBytes = 12;

/** Custody that works like a security module: keys are made inside, and not even their owner can take them out. */
export class MemoryCustody implements KeyCustody {
  readonly #keys = new Map<string, Promise<Locked>>();

  async list(): Promise<readonly KeyId[]> {
    return (await Promise.all(this.#keys.values())).map(({ id }) => id);
  }

  async find(id: KeyId): Promise<KeptKey | undefined> {
    const locked = await this.#keys.get(keyText(id));
    return locked && { ...id, fingerprint: locked.fingerprint, publicKey: locked.publicKey };
  }

  async create(id: KeyId): Promise<KeptKey> {
    const locked = this.#keys.get(keyText(id)) ?? lock(id);
    this.#keys.set(keyText(id), locked);
    const { fingerprint, publicKey } = await locked;
    return { ...id, fingerprint, publicKey };
  }

  async destroy(id: KeyId): Promise<void> {
    this.#keys.delete(keyText(id));
  }

  async sign(id: KeyId, message: Uint8Array): Promise<Uint8Array> {
    const { signing } = await this.#get(id);
    return new Uint8Array(await subtle.sign('Ed25519', able(signing), bytesOf(message)));
  }

  async mac(id: KeyId, texts: readonly string[]): Promise<readonly Buffer[]> {
    const { hashing } = await this.#get(id);
    return Promise.all(
      texts.map(async (text) => Buffer.from(await subtle.sign('HMAC', able(hashing), bytesOf(Buffer.from(text))))),
    );
  }

  async wrap(id: KeyId, secret: Uint8Array, place: string): Promise<Buffer> {
    const { wrapping } = await this.#get(id);
    const iv = getRandomValues(new Uint8Array(nonceBytes));
    const additionalData = bytesOf(Buffer.from(place));
    return Buffer.concat([
      iv,
      Buffer.from(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, able(wrapping), bytesOf(secret))),
    ]);
  }

  async unwrap(id: KeyId, wrapped: Buffer, place: string): Promise<Buffer> {
    const { wrapping } = await this.#get(id);
    const iv = bytesOf(wrapped.subarray(0, nonceBytes));
    const additionalData = bytesOf(Buffer.from(place));
    try {
      const box = bytesOf(wrapped.subarray(nonceBytes));
      return Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, able(wrapping), box));
    } catch (cause) {
      throw new KoppelError('hub.failed', 'What was wrapped does not open', { cause });
    }
  }

  async #get(id: KeyId): Promise<Locked> {
    const locked = await this.#keys.get(keyText(id));
    if (!locked) throw new KoppelError('config.invalid', `The key ${keyText(id)} is not there`);
    return locked;
  }
}

const bytesOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

function able(key: webcrypto.CryptoKey | undefined): webcrypto.CryptoKey {
  if (!key) throw new KoppelError('config.invalid', 'A key of this kind does something else');
  return key;
}

const lock = (id: KeyId): Promise<Locked> =>
  id.kind === 'checkpoint' || id.kind === 'token' ? lockPair(id) : lockSecret(id);

async function lockPair(id: KeyId): Promise<Locked> {
  const { privateKey, publicKey } = (await subtle.generateKey('Ed25519', false, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const raw = String((await subtle.exportKey('jwk', publicKey)).x);
  const known = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw } });
  return { id, publicKey: known, fingerprint: keyFingerprint(known), signing: privateKey };
}

async function lockSecret(id: KeyId): Promise<Locked> {
  const bytes = getRandomValues(new Uint8Array(32));
  const fingerprint = createHash('sha256')
    .update(getRandomValues(new Uint8Array(32)))
    .digest('hex');
  const hashing = await subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const wrapping = await subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { id, publicKey: null, fingerprint, hashing, wrapping };
}
