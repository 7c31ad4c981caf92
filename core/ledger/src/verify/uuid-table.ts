import { KEY_WORDS } from './uuid-key.ts';

const SMALLEST = 1024;

/** A map from UUID, as four words, to a number from 1 to 255; 17 bytes a slot, at most half of them taken. */
export class UuidTable {
  #keys: Uint32Array;
  #values: Uint8Array;
  #count = 0;

  /** Starts with as many slots as `like` has, to grow less often. */
  constructor(like?: UuidTable) {
    const slots = like === undefined ? SMALLEST : like.#values.length;
    this.#keys = new Uint32Array(slots * KEY_WORDS);
    this.#values = new Uint8Array(slots);
  }

  /** The value of a key, 0 when it has none. */
  get(key: Uint32Array): number {
    return this.#values[this.#slotOf(key)] ?? 0;
  }

  set(key: Uint32Array, value: number): void {
    if (this.#count * 2 >= this.#values.length) this.#grow();
    const slot = this.#slotOf(key);
    if (this.#values[slot] === 0) {
      this.#count += 1;
      this.#keys.set(key, slot * KEY_WORDS);
    }
    this.#values[slot] = value;
  }

  /** Adds from another table what this one does not know, if its value is wanted. */
  adopt(other: UuidTable, isWanted: (value: number) => boolean): void {
    for (const [slot, value] of other.#values.entries()) {
      if (value === 0 || !isWanted(value)) continue;
      const key = other.#keys.subarray(slot * KEY_WORDS, (slot + 1) * KEY_WORDS);
      if (this.get(key) === 0) this.set(key, value);
    }
  }

  /** Where a key is, or the free slot where it belongs. The last words of a UUID of version 7 are random. */
  #slotOf(key: Uint32Array): number {
    const mask = this.#values.length - 1;
    let slot = ((key[3] ?? 0) ^ (key[2] ?? 0)) & mask;
    while (this.#values[slot] !== 0 && !this.#isAt(slot, key)) slot = (slot + 1) & mask;
    return slot;
  }

  #isAt(slot: number, key: Uint32Array): boolean {
    const start = slot * KEY_WORDS;
    const keys = this.#keys;
    return (
      keys[start + 3] === key[3] && keys[start + 2] === key[2] && keys[start + 1] === key[1] && keys[start] === key[0]
    );
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Uint32Array(keys.length * 2);
    this.#values = new Uint8Array(values.length * 2);
    for (const [slot, value] of values.entries()) {
      if (value === 0) continue;
      const key = keys.subarray(slot * KEY_WORDS, (slot + 1) * KEY_WORDS);
      const free = this.#slotOf(key);
      this.#keys.set(key, free * KEY_WORDS);
      this.#values[free] = value;
    }
  }
}
