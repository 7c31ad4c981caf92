import type { KeyRing } from '../keys/key-ring.ts';

const kind = 'search';

/** Half of HMAC-SHA-256: enough to tell apart whatever one collaboration will ever look up. */
const tokenBytes = 16;

/** A keyed hash under which a root can be found, and the version of the key that made it. */
export interface SearchToken {
  readonly token: Buffer;
  readonly version: number;
}

/**
 * Keyed hashes of words and identifiers; they say nothing to whoever has the table but not the key.
 *
 * While a key is being replaced, everything is written under both and looked up under the older, because only that one is
 * complete. When everything was written under the newer, the older is destroyed (`KeyRenewal`).
 */
export class SearchHashes {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** What to store, for each text under each version of the key. */
  async toStore(collaboration: string, texts: readonly string[]): Promise<readonly SearchToken[]> {
    await this.#ring.active(kind, collaboration);
    const versions = this.#ring.usable(kind, collaboration).map(({ version }) => version);
    const made = await Promise.all(versions.map((version) => this.under(version, collaboration, texts)));
    return made.flat();
  }

  /** What to look up, one token for each text in their order. */
  async toFind(collaboration: string, texts: readonly string[]): Promise<readonly Buffer[]> {
    const { version: newest } = await this.#ring.active(kind, collaboration);
    const version = this.#ring.usable(kind, collaboration).at(-1)?.version ?? newest;
    return (await this.under(version, collaboration, texts)).map(({ token }) => token);
  }

  async under(version: number, collaboration: string, texts: readonly string[]): Promise<readonly SearchToken[]> {
    const hashes = await this.#ring.custody.mac({ kind, name: collaboration, version }, texts);
    return hashes.map((hash) => ({ token: hash.subarray(0, tokenBytes), version }));
  }
}
