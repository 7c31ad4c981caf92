import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { KoppelError, type Clock } from '@koppel/contract';
import { CapturedLog } from '@koppel/testkit';
import { Type } from 'typebox';
import { Gateway, type GatewayOptions } from '../../src/gateway/gateway.ts';
import type { ActionName, Call, Caller } from '../../src/platform/actions.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { defineRoute, type Route } from '../../src/platform/route.ts';
import { SecurityLog } from '../../src/platform/security-log.ts';
import { oins } from '../fixtures.ts';

const closed = { additionalProperties: false } as const;

/** A token that the stub takes, for five minutes: `token-<name>` in the header part makes several. */
export const tokenOf = (name = 'ok', seconds = 300): string =>
  [name, JSON.stringify({ exp: Date.now() / 1000 + seconds }), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

export const caller: Caller = { oin: oins.requester, client: 'intake', scopes: ['exchange'] };

export interface Question {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The `code` of a problem document. */
  readonly code: unknown;
}

/** A route that answers with what it was given. */
export const echo = defineRoute({
  method: 'POST',
  path: '/v1/things/{id}',
  operationId: 'echoThing',
  summary: 'Answers what it was given',
  policy: { scope: 'exchange' },
  params: Type.Object({ id: Type.String({ pattern: '^[a-z0-9-]+$', maxLength: 40 }) }, closed),
  query: Type.Object(
    { size: Type.Optional(Type.Integer({ minimum: 1 })), deep: Type.Optional(Type.Boolean()) },
    closed,
  ),
  headers: Type.Object({ 'If-Match': Type.Optional(Type.String({ maxLength: 8 })) }, closed),
  body: { schema: Type.Object({ name: Type.String({ maxLength: 20 }) }, closed), example: { name: 'thing' } },
  responses: { 200: { description: 'An echo', body: { schema: Type.Unknown(), example: {} } } },
  errors: [],
  perform: async ({ caller: who, params, query, headers, body, context }) => ({
    status: 200,
    headers: { etag: '"1"' },
    body: { who: who.oin, params, query, headers, body, context },
  }),
});

/** A route whose answer a test writes. */
export const play = (perform: Route['perform'], change: Partial<Route> = {}): Route =>
  defineRoute({
    method: 'GET',
    path: '/v1/plays',
    operationId: 'play',
    summary: 'Plays what a test wrote',
    policy: 'anonymous',
    responses: { 200: { description: 'Played', body: { schema: Type.Unknown(), example: {} } } },
    errors: [],
    ...change,
    perform,
  });

/** A gateway on a free port, with rooms that answer what a test says. */
export class Door {
  readonly log = new CapturedLog();
  readonly security = new SecurityLog({ log: this.log, metrics: createMetrics() });
  readonly gateway: Gateway;
  /** Tokens that identity was asked to verify. */
  readonly verified: string[] = [];
  answer: (name: ActionName, params: Record<string, unknown>) => Promise<unknown> = async () => caller;

  constructor(routes: readonly Route[] = [echo], options: Partial<GatewayOptions> & { clock?: Clock } = {}) {
    this.gateway = new Gateway({
      routes,
      call: this.#call(),
      log: this.log,
      security: this.security,
      listen: { host: '127.0.0.1', port: 0 },
      issuer: 'http://localhost:8080',
      limits: { requestsPerSecondPerClient: 1000, tokensPerMinutePerAddress: 1000, inFlight: 100 },
      probes: {},
      metrics: { contentType: 'text/plain; version=0.0.4; charset=utf-8', metrics: async () => 'koppel_up 1\n' },
      ...options,
    });
  }

  static async open(routes?: readonly Route[], options?: Partial<GatewayOptions>): Promise<Door> {
    const door = new Door(routes, options);
    await door.gateway.start();
    return door;
  }

  close = (): Promise<void> => this.gateway.close(500);

  ask = (question: Question = {}): Promise<Answer> => ask(this.gateway.address, question);

  /** With a token and a JSON body, as a client that means well. */
  post = (path: string, body: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> =>
    this.ask({
      method: 'POST',
      path,
      headers: { authorization: `Bearer ${tokenOf()}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    });

  #call(): Call {
    const call = async (name: ActionName, params: Record<string, unknown>): Promise<unknown> => {
      if (name === 'identity.verify') this.verified.push(String(params['token']));
      return this.answer(name, params);
    };
    return call as Call;
  }
}

export const refuseWith = (code: ConstructorParameters<typeof KoppelError>[0]) => async (): Promise<never> => {
  throw new KoppelError(code);
};

export function ask(origin: string, { method = 'GET', path = '/', headers = {}, body }: Question): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(origin);
  const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const isProblem = response.headers['content-type']?.startsWith('application/problem+json') ?? false;
      const code: unknown = isProblem && text !== '' ? (JSON.parse(text) as { code: unknown }).code : undefined;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text, code });
    });
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
