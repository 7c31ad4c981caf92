import { asKoppelError, KoppelError, ShortLived } from '@koppel/contract';
import type { Span, Step, Tracer } from '@koppel/link';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Caller } from '../platform/actions.ts';
import type { Route } from '../platform/route.ts';
import type { AddressBook } from './address-book.ts';
import { readBearerToken } from './bearer-token.ts';
import { checkContentType, isAcceptable } from './media-types.ts';
import { openPassage } from './passage.ts';
import { problemReply } from './problem-reply.ts';
import type { RequestLimits } from './request-limits.ts';
import type { ResponseHeaders } from './response-headers.ts';
import { requireScope, type VerifiedTokens } from './verified-tokens.ts';

interface AdmissionOptions {
  readonly tokens: VerifiedTokens;
  readonly limits: RequestLimits;
  readonly tracer: Tracer;
  /** Requests that may be in progress together; more are told to come back. */
  readonly maxInFlight: number;
  /** Hears of each request that is turned away because the hub is full. */
  readonly onTurnedAway: () => void;
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;

/** Written once: in a rush most requests get it, and what they cost is taken from those who are inside. */
const busyReply = problemReply(new KoppelError('hub.unavailable', 'The hub is busy'));

/** The first hook of every request, also of one that found no route. */
export function enterHouse(addresses: AddressBook, headers: ResponseHeaders): Hook {
  return (request, reply, done) => {
    reply.headers(headers);
    const path = pathOf(request.url);
    if (request.is404 || path.endsWith('/')) return done(addresses.refusalOf(path));
    done();
  };
}

/** Decides who gets as far as a route, before a byte of the body is read. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #dismissals = new ShortLived<(reason: KoppelError) => void>();
  #inFlight = 0;
  #isDraining = false;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** From now on every new request is told to go elsewhere; what is in progress goes on. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Who still waits is answered now; what was begun for them goes on, and the ledger tells how it ended. */
  dismiss(): void {
    this.drain();
    const reason = new KoppelError('hub.unavailable', 'The hub stops before this was done');
    for (const [, dismiss] of this.#dismissals.entries()) dismiss(reason);
  }

  /** The hook of one route: who asks, how often, and whether they speak its media types. */
  enterRoute(route: Route): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
    const offered = offeredTypes(route);
    const scopes = scopesOf(route);
    const step = stepOf(route);
    return async (request, reply) => {
      const passage = openPassage(request.headers, this.#options.tracer, step);
      request.passage = passage;
      if (passage.span.isRecorded) endWith(reply, passage.span);
      reply.header('fsc-transaction-id', passage.trace.transaction).header('traceparent', passage.trace.traceparent);
      // Turned away before anything is verified or read.
      if (this.isFull && !this.#isDraining) return this.turnAway(reply);
      await passage.span.run(() => this.#admit(request, scopes));
      return checkTypes(request, route, offered);
    };
  }

  async #admit(request: FastifyRequest, scopes: readonly string[] | null): Promise<void> {
    if (this.#isDraining) throw new KoppelError('hub.unavailable', 'The hub is stopping');
    if (scopes === null) return this.#options.limits.admitAddress(request.ip);
    const caller = this.#options.tokens.find(request.headers.authorization) ?? (await this.#identify(request));
    if (request.passage) request.passage.caller = caller;
    await this.#options.limits.admitClient(caller);
    requireScope(caller, scopes);
  }

  /** Whether the hub works on as much as it may. */
  get isFull(): boolean {
    return this.#inFlight >= this.#options.maxInFlight;
  }

  /** Tells one caller to come back; counted, and not logged, because there may be thousands in a second. */
  turnAway(reply: FastifyReply): FastifyReply {
    this.#options.onTurnedAway();
    return reply.code(busyReply.status).headers(busyReply.headers).send(busyReply.body);
  }

  async #identify({ ip, headers: { authorization } }: FastifyRequest): Promise<Caller> {
    const { tokens, limits } = this.#options;
    // What is no token at all costs nothing, and counts for nothing.
    readBearerToken(authorization);
    await limits.admitStranger(ip);
    try {
      return await tokens.verify(authorization);
    } catch (error) {
      if (!asKoppelError(error).retryable) await limits.countFailure(ip);
      throw error;
    }
  }

  /** Counts a request as in progress while it is worked on. */
  async inFlight<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#inFlight += 1;
    const { promise: dismissed, reject } = Promise.withResolvers<never>();
    const name = this.#dismissals.add(reject);
    try {
      // Each request has a dismissal of its own: a promise that outlives it would remember every race it was in.
      return await Promise.race([work(), dismissed]);
    } finally {
      this.#dismissals.take(name);
      this.#inFlight -= 1;
    }
  }
}

/** The route as it is written, never as it was asked. */
const stepOf = ({ method, path }: Route): Step => ({
  name: `${method} ${path}`,
  kind: 'server',
  attributes: { 'http.request.method': method, 'http.route': path },
});

/** A caller who hung up has got no status. */
function endWith({ raw }: FastifyReply, span: Span): void {
  raw.once('close', () => {
    if (raw.headersSent) span.note('http.response.status_code', raw.statusCode);
    span.end();
  });
}

/** Without the query. */
function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

const scopesOf = ({ policy }: Route): readonly string[] | null => {
  if (policy === 'anonymous') return null;
  return 'scope' in policy ? [policy.scope] : policy.anyScope;
};

function offeredTypes({ responses }: Route): readonly string[] {
  const types = Object.values(responses).flatMap(({ body }) => (body ? [body.mediaType ?? 'application/json'] : []));
  return types.length === 0 ? ['application/json'] : [...new Set(types)];
}

function checkTypes(request: FastifyRequest, { body }: Route, offered: readonly string[]): void {
  if (!isAcceptable(request.headers.accept, offered)) {
    throw new KoppelError('request.not-acceptable', `This address answers in ${offered.join(', ')}`);
  }
  if (body) checkContentType(request.headers, body.mediaType ?? 'application/json');
}
