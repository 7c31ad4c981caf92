import { randomBytes } from 'node:crypto';

/** Opaque access tokens, kept in memory until they expire or are revoked. */
export class AccessTokens {
  readonly #expiryByToken = new Map<string, number>();
  readonly #lifetimeSeconds: number;
  readonly #now: () => number;

  /** `now` in milliseconds. */
  constructor(lifetimeSeconds: number, now: () => number) {
    this.#lifetimeSeconds = lifetimeSeconds;
    this.#now = now;
  }

  /** A new token and the seconds it lives. */
  issue(): { token: string; expiresIn: number } {
    this.#dropExpired();
    const token = randomBytes(24).toString('base64url');
    this.#expiryByToken.set(token, this.#now() + this.#lifetimeSeconds * 1000);
    return { token, expiresIn: this.#lifetimeSeconds };
  }

  isValid(token: string | undefined): boolean {
    const expiry = token === undefined ? undefined : this.#expiryByToken.get(token);
    return expiry !== undefined && expiry > this.#now();
  }

  /** Every token issued so far is refused from now on. */
  revokeAll(): void {
    this.#expiryByToken.clear();
  }

  #dropExpired(): void {
    for (const [token, expiry] of this.#expiryByToken) {
      if (expiry <= this.#now()) this.#expiryByToken.delete(token);
    }
  }
}
