import type { KeyObject } from 'node:crypto';

/** What a token said whose signature was found good, and by which key. */
interface GoodToken<Bearer> {
  readonly bearer: Bearer;
  readonly publicKey: KeyObject;
  readonly expiresAtMs: number;
}

/**
 * Tokens whose signatures were verified: a signature that is good once is good for ever, and verifying it takes a hundred
 * times as long as looking it up. Whether a token still counts is none of this: its time, its key and whose it is are
 * looked at every time.
 */
export class GoodTokens<Bearer> {
  readonly #most: number;
  /** In the order in which they were verified, which is nearly that in which they end. */
  readonly #good = new Map<string, GoodToken<Bearer>>();

  constructor(most = 20_000) {
    this.#most = most;
  }

  get size(): number {
    return this.#good.size;
  }

  /** Undefined for a token that this key was not seen to have signed, and for one whose time is up. */
  find(token: string, publicKey: KeyObject, nowMs: number): Bearer | undefined {
    const good = this.#good.get(token);
    return good?.publicKey === publicKey && nowMs < good.expiresAtMs ? good.bearer : undefined;
  }

  keep(token: string, good: GoodToken<Bearer>, nowMs: number): void {
    this.#good.set(token, good);
    for (const [oldest, { expiresAtMs }] of this.#good) {
      if (expiresAtMs > nowMs && this.#good.size <= this.#most) return;
      this.#good.delete(oldest);
    }
  }
}
