import { createHash, createHmac } from 'node:crypto';
import {
  canonicalBytes,
  exchangeDeadlineMs,
  KoppelError,
  ShortLived,
  type Clock,
  type ExchangeReply,
} from '@koppel/contract';
import type { Call, Caller } from '../platform/actions.ts';
import type { Attempt } from './attempt.ts';

/** A remembered key: which exchange it started, of which body. */
export interface KeyClaim {
  /** SHA-256 over asker and key; the key itself is not kept. */
  readonly keyDigest: string;
  /** HMAC of the body under the key, so that a stolen table does not give bodies away to somebody who guesses. */
  readonly bodyDigest: string;
  readonly exchange: string;
  /** Milliseconds since the epoch. */
  readonly claimedAt: number;
}

/** Keeps claims; written before the question leaves. */
export interface KeyStore {
  /** Writes the claim when its key is new, else answers the claim that holds the key. */
  claim(claim: KeyClaim): Promise<KeyClaim | null>;
  /** Gives up a claim whose question never left. */
  release(claim: Pick<KeyClaim, 'keyDigest' | 'exchange'>): Promise<void>;
  /** Puts a claim in the place of one that led to nothing; false when somebody was faster. */
  replace(old: KeyClaim, claim: KeyClaim): Promise<boolean>;
}

interface InFlight {
  readonly bodyDigest: string;
  readonly reply: Promise<ExchangeReply>;
}

/**
 * Lets a repeated idempotency key join the exchange in flight. No reply is stored: afterwards the caller hears that
 * it was answered, and under which ledger index. A claim whose exchange never got an answer may be taken over once
 * its deadline is certainly past.
 */
export class IdempotencyKeys {
  readonly #store: KeyStore;
  readonly #call: Call;
  readonly #clock: Clock;
  readonly #inFlight = new ShortLived<InFlight>();

  constructor(store: KeyStore, call: Call, clock: Clock) {
    this.#store = store;
    this.#call = call;
    this.#clock = clock;
  }

  async once(attempt: Attempt, perform: () => Promise<ExchangeReply>): Promise<ExchangeReply> {
    if (attempt.context.idempotencyKey === undefined) return perform();
    const { keyDigest, bodyDigest } = claimOf(attempt, attempt.context.idempotencyKey, this.#clock.now());
    const running = this.#inFlight.get(keyDigest);
    if (running) {
      if (running.bodyDigest !== bodyDigest) throw new KoppelError('exchange.key-reused');
      return running.reply;
    }
    const reply = perform().finally(() => this.#inFlight.take(keyDigest));
    this.#inFlight.set(keyDigest, { bodyDigest, reply });
    return reply;
  }

  /** Claims the key of an allowed exchange for good. */
  async claim(attempt: Attempt): Promise<void> {
    if (attempt.context.idempotencyKey === undefined) return;
    const claim = claimOf(attempt, attempt.context.idempotencyKey, this.#clock.now());
    const holder = await this.#store.claim(claim);
    if (holder === null) return;
    if (holder.bodyDigest !== claim.bodyDigest) throw new KoppelError('exchange.key-reused');
    await this.#takeOver(holder, claim);
  }

  /** Lets the caller come again at once; when even that cannot be written, the claim runs out by itself. */
  async release(attempt: Attempt): Promise<void> {
    if (attempt.context.idempotencyKey === undefined) return;
    const claim = claimOf(attempt, attempt.context.idempotencyKey, this.#clock.now());
    await this.#store.release(claim).catch(() => undefined);
  }

  async #takeOver(holder: KeyClaim, claim: KeyClaim): Promise<void> {
    const entries = await this.#call('ledger.findExchange', { exchange: holder.exchange });
    const released = entries.find(({ entry }) => entry.type === 'reply.released');
    if (released)
      throw new KoppelError('exchange.already-answered', undefined, { details: { ledgerIndex: released.index } });
    const isOver = entries.length > 1 || claim.claimedAt - holder.claimedAt > exchangeDeadlineMs.maximum + 10_000;
    if (!isOver || !(await this.#store.replace(holder, claim))) {
      throw new KoppelError('exchange.in-progress', undefined, { details: { retryAfterMs: 1000 } });
    }
  }
}

/** SHA-256 over asker and idempotency key, in hexadecimal; undefined for an attempt without one. */
export const keyDigestOf = ({ caller, context: { idempotencyKey: key } }: Attempt): string | undefined =>
  key === undefined ? undefined : digestOf(caller, key);

const digestOf = ({ oin, client, person }: Caller, key: string): string =>
  createHash('sha256')
    .update(`${oin}:${client}:${person ?? ''}:${key}`)
    .digest('hex');

function claimOf({ caller, request, exchange }: Attempt, key: string, now: number): KeyClaim {
  return {
    keyDigest: digestOf(caller, key),
    bodyDigest: createHmac('sha256', key).update(canonicalBytes(request)).digest('hex'),
    exchange,
    claimedAt: now,
  };
}
