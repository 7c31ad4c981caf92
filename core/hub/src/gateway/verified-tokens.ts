import { asKoppelError, KoppelError, type Clock } from '@koppel/contract';
import type { Caller } from '../platform/actions.ts';
import { expiryOf, readBearerToken } from './bearer-token.ts';

interface Verified {
  readonly caller: Caller;
  readonly expiresAtMs: number;
  /** When identity last confirmed the token. */
  readonly confirmedAtMs: number;
}

/** How long the gateway trusts what identity said. Together with one verification they stay within 2 seconds. */
export interface TrustLimits {
  /** Older confirmations are renewed behind the answer. */
  readonly renewAfterMs: number;
  /** Older confirmations are renewed before the answer. */
  readonly trustForMs: number;
  readonly maxTokens: number;
}

export const defaultTrustLimits: TrustLimits = { renewAfterMs: 750, trustForMs: 1500, maxTokens: 20_000 };

/** A client that goes on with a token that was refused must not keep identity busy. */
const refusals = { rememberedMs: 1_000, maxTokens: 1_000 } as const;

interface Refused {
  readonly error: KoppelError;
  readonly atMs: number;
}

interface VerifiedTokensOptions {
  readonly verify: (token: string) => Promise<Caller>;
  readonly clock: Clock;
  readonly limits?: TrustLimits;
}

/**
 * Verified tokens of this process, so that a signature is not checked again for every request.
 *
 * A revoked key must bind within 2 seconds even when the event that says so is lost: a confirmation is trusted for
 * `trustForMs` only. A token in use is confirmed anew behind its requests after `renewAfterMs`, so that a busy client
 * never waits for it. `forget` makes a revocation bind at once.
 */
export class VerifiedTokens {
  readonly #verify: VerifiedTokensOptions['verify'];
  readonly #clock: Clock;
  readonly #limits: TrustLimits;
  /** By `Authorization` header; the least recently confirmed first. */
  readonly #verified = new Map<string, Verified>();
  readonly #refused = new Map<string, Refused>();
  readonly #underway = new Map<string, Promise<Caller>>();
  /** Grows with every `forget`, so that an answer from before it is not kept. */
  #epoch = 0;

  constructor({ verify, clock, limits = defaultTrustLimits }: VerifiedTokensOptions) {
    this.#verify = verify;
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * The caller of a header that was confirmed lately; undefined when `verify` must be asked first.
   *
   * @throws KoppelError what identity refused the token with, in the last second.
   */
  find(authorization = ''): Caller | undefined {
    const nowMs = this.#clock.now();
    const verified = this.#verified.get(authorization);
    if (verified === undefined) return this.#throwRefusal(authorization, nowMs);
    const ageMs = nowMs - verified.confirmedAtMs;
    // A negative age is a clock that was set back: it proves nothing.
    if (nowMs >= verified.expiresAtMs || ageMs < 0 || ageMs > this.#limits.trustForMs) return undefined;
    if (ageMs > this.#limits.renewAfterMs) this.verify(authorization).catch(() => {});
    return verified.caller;
  }

  /** Asks identity, once for all requests that wait for the same token. */
  async verify(authorization: string | undefined): Promise<Caller> {
    const token = readBearerToken(authorization);
    const key = String(authorization);
    const underway = this.#underway.get(key);
    if (underway) return underway;
    const verification = this.#confirm(key, token).finally(() => this.#underway.delete(key));
    this.#underway.set(key, verification);
    return verification;
  }

  /** Drops every token of an organisation, or of all. */
  forget(oin?: string): void {
    this.#epoch += 1;
    this.#refused.clear();
    for (const [key, { caller }] of this.#verified) {
      if (oin === undefined || caller.oin === oin) this.#verified.delete(key);
    }
  }

  async #confirm(key: string, token: string): Promise<Caller> {
    const epoch = this.#epoch;
    const confirmedAtMs = this.#clock.now();
    try {
      const caller = await this.#verify(token);
      if (epoch === this.#epoch) this.#keep(key, { caller, expiresAtMs: expiryOf(token), confirmedAtMs });
      return caller;
    } catch (error) {
      // Refused is refused at once; a room that cannot be reached leaves the last confirmation to run out.
      if (!asKoppelError(error).retryable) this.#refuse(key, asKoppelError(error));
      throw error;
    }
  }

  #keep(key: string, verified: Verified): void {
    this.#refused.delete(key);
    putLast(this.#verified, { key, value: verified, maxSize: this.#limits.maxTokens });
  }

  #refuse(key: string, error: KoppelError): void {
    this.#verified.delete(key);
    putLast(this.#refused, { key, value: { error, atMs: this.#clock.now() }, maxSize: refusals.maxTokens });
  }

  #throwRefusal(key: string, nowMs: number): undefined {
    const refused = this.#refused.get(key);
    if (refused === undefined) return;
    const ageMs = nowMs - refused.atMs;
    if (ageMs >= 0 && ageMs < refusals.rememberedMs) throw refused.error;
  }
}

/** Puts an entry at the end, and drops the first when there are more than `maxSize`. */
function putLast<Value>(map: Map<string, Value>, entry: { key: string; value: Value; maxSize: number }): void {
  map.delete(entry.key);
  map.set(entry.key, entry.value);
  const [first] = map.keys();
  if (map.size > entry.maxSize && first !== undefined) map.delete(first);
}

/** @throws KoppelError `token.insufficient-scope` */
export function requireScope(caller: Caller, scopes: readonly string[]): void {
  if (caller.scopes.some((scope) => scopes.includes(scope))) return;
  throw new KoppelError('token.insufficient-scope', undefined, { details: { scope: scopes.join(' ') } });
}
