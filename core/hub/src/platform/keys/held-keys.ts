import { KoppelError } from '@koppel/contract';
import { seal, unseal } from './sealed-box.ts';
import { keyText, type KeptKey, type KeyCustody, type KeyId } from './key-custody.ts';
import { macOf, signatureOf, type KeyMaterial } from './key-material.ts';

/** Where the material of keys comes from and goes to. */
export interface KeyPlace {
  list(): Promise<readonly KeyId[]>;
  /** Undefined when there is none. @throws KoppelError `config.invalid` for a key that cannot be used. */
  read(id: KeyId): Promise<KeyMaterial | undefined>;
  /** Makes the key unless it is there, and answers what is there. */
  make(id: KeyId): Promise<KeyMaterial>;
  remove(id: KeyId): Promise<void>;
}

/** Custody of keys that this process reads once and works with itself. */
export class HeldKeys implements KeyCustody {
  readonly #place: KeyPlace;
  readonly #held = new Map<string, Promise<KeyMaterial | undefined>>();

  constructor(place: KeyPlace) {
    this.#place = place;
  }

  list(): Promise<readonly KeyId[]> {
    return this.#place.list();
  }

  /** Looks anew: what is held of a key that is gone is forgotten. */
  async find(id: KeyId): Promise<KeptKey | undefined> {
    this.#held.delete(keyText(id));
    const material = await this.#read(id);
    return material && keptKey(id, material);
  }

  async create(id: KeyId): Promise<KeptKey> {
    const material = await this.#place.make(id);
    this.#held.set(keyText(id), Promise.resolve(material));
    return keptKey(id, material);
  }

  async destroy(id: KeyId): Promise<void> {
    await this.#place.remove(id);
    this.#held.delete(keyText(id));
  }

  async sign(id: KeyId, message: Uint8Array): Promise<Uint8Array> {
    return signatureOf((await this.#get(id)).key, message);
  }

  async mac(id: KeyId, texts: readonly string[]): Promise<readonly Buffer[]> {
    const { key } = await this.#get(id);
    return texts.map((text) => macOf(key, text));
  }

  async wrap(id: KeyId, secret: Uint8Array, place: string): Promise<Buffer> {
    return seal(secret, (await this.#get(id)).key, place);
  }

  async unwrap(id: KeyId, wrapped: Buffer, place: string): Promise<Buffer> {
    return unseal(wrapped, (await this.#get(id)).key, place);
  }

  async #get(id: KeyId): Promise<KeyMaterial> {
    const material = await this.#read(id);
    if (material) return material;
    throw new KoppelError('config.invalid', `The key ${keyText(id)} is not there: restore it from the backup of keys`);
  }

  #read(id: KeyId): Promise<KeyMaterial | undefined> {
    const text = keyText(id);
    const known = this.#held.get(text);
    if (known) return known;
    const reading = this.#place.read(id);
    this.#held.set(text, reading);
    // Neither a fault of the disk nor a key that is not there yet may stick.
    reading.then(
      (material) => material ?? this.#held.delete(text),
      () => this.#held.delete(text),
    );
    return reading;
  }
}

const keptKey = (id: KeyId, { fingerprint, publicKey }: KeyMaterial): KeptKey => ({ ...id, fingerprint, publicKey });
