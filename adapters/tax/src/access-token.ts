import type { Clock } from '@koppel/contract';
import { abortable, createJsonReader, requireOk, type HttpSource, type Trace } from '@koppel/http-source';
import { Type } from 'typebox';

const readToken = createJsonReader(
  Type.Object({
    access_token: Type.String({ pattern: '^[A-Za-z0-9._~+/=-]+$', minLength: 1, maxLength: 4096 }),
    token_type: Type.String({ pattern: '^[Bb][Ee][Aa][Rr][Ee][Rr]$', maxLength: 6 }),
    expires_in: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
  }),
);

const path = '/oauth/token';
const assumedLifetimeSeconds = 60;
/** The part of its life in which a token is used; in the rest it could expire on the way. */
const usedPart = 0.8;
/** The source client bounds every attempt by itself. */
const unbound = new AbortController().signal;

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Held {
  readonly token: string;
  readonly renewAt: number;
}

/**
 * The access token of this adapter (OAuth 2 client credentials, RFC 6749 section 4.4): kept, renewed before it expires,
 * by one renewal at a time however many questions wait for it.
 */
export class AccessToken {
  readonly #source: HttpSource;
  readonly #authorization: string;
  readonly #clock: Clock;
  #held: Held | undefined;
  #renewal: Promise<Held> | undefined;

  constructor(source: HttpSource, { clientId, clientSecret }: ClientCredentials, clock: Clock) {
    this.#source = source;
    // RFC 6749 section 2.3.1: both are form-encoded before they become a Basic credential.
    const credential = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
    this.#authorization = `Basic ${Buffer.from(credential).toString('base64')}`;
    this.#clock = clock;
  }

  /** @throws KoppelError `source.refused` when the source does not know this client, `source.failed`, or the signal's reason. */
  async get({ signal }: Trace): Promise<string> {
    signal.throwIfAborted();
    const held = this.#held;
    if (held && this.#clock.now() < held.renewAt) return held.token;
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    return (await abortable(this.#renewal, signal)).token;
  }

  /** The source no longer takes this token; a newer one, which somebody else fetched meanwhile, is kept. */
  discard(token: string): void {
    if (this.#held?.token === token) this.#held = undefined;
  }

  /** Bound to no question: the one that began it may be given up while others wait for it. */
  async #renew(): Promise<Held> {
    const askedAt = this.#clock.now();
    const reply = await this.#source.post(
      {
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: this.#authorization },
        body: 'grant_type=client_credentials',
      },
      { transaction: '', traceparent: '', signal: unbound },
    );
    const { access_token: token, expires_in: lifetime = assumedLifetimeSeconds } = readToken(requireOk(reply));
    this.#held = { token, renewAt: askedAt + lifetime * 1000 * usedPart };
    return this.#held;
  }
}
