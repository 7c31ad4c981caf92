import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseBearer } from '../source/credentials.ts';
import { spoilJson } from '../source/garbage.ts';
import type { Inlet } from '../source/inlet.ts';
import { openSource, type RunningSource, type SourceOptions } from '../source/open-source.ts';
import { Refusal, sendProblem } from '../source/refusal.ts';
import { AccessTokens } from './access-tokens.ts';
import { RateLimit, type RateLimitOptions } from './rate-limit.ts';
import { TaxRegister, type RelationSubject } from './tax-register.ts';
import { registerTokenEndpoint, type ClientCredentials } from './token-endpoint.ts';

export const incomesPath = '/v1/incomes';
export const relationsPath = '/v1/business-relations';

export interface TaxOptions extends SourceOptions, ClientCredentials {
  /** Default 60. */
  readonly tokenLifetimeSeconds?: number;
  /** Default 5,000 questions per second. */
  readonly rateLimit?: RateLimitOptions;
  /** Milliseconds, for token expiry and rate limit; default the system clock. */
  readonly now?: () => number;
}

export interface RunningTax extends RunningSource {
  /** Every token issued so far is refused from now on. */
  revokeTokens(): void;
}

/** The tax authority's incomes and business relations over REST, behind OAuth2 client credentials. */
export async function startTax(options: TaxOptions): Promise<RunningTax> {
  const now = options.now ?? Date.now;
  const tokens = new AccessTokens(options.tokenLifetimeSeconds ?? 60, now);
  const limit = new RateLimit(options.rateLimit ?? { questions: 5000, perSeconds: 1 }, now);
  const revokeTokens = (): void => tokens.revokeAll();
  const source = await openSource(options, {
    spoil: spoilJson,
    actions: { 'revoke-tokens': revokeTokens },
    register: (app, inlet) => {
      app.setErrorHandler(sendProblem);
      registerTokenEndpoint(app, tokens, options);
      registerQuestions(app, { inlet, limit, tokens, register: new TaxRegister(options.population) });
    },
  });
  return { ...source, revokeTokens };
}

interface Parts {
  readonly inlet: Inlet;
  readonly limit: RateLimit;
  readonly tokens: AccessTokens;
  readonly register: TaxRegister;
}

const bsn = { type: 'string', pattern: '^[0-9]{9}$' };

const incomesQuestion = {
  type: 'object',
  required: ['bsn'],
  additionalProperties: false,
  properties: { bsn, years: { type: 'array', minItems: 1, maxItems: 20, items: { type: 'integer' } } },
};

const relationsQuestion = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: {
    bsn,
    kvkNumber: { type: 'string', pattern: '^[0-9]{8}$' },
    addressId: { type: 'string', pattern: '^[0-9]{16}$' },
    address: {
      type: 'object',
      required: ['postcode', 'houseNumber'],
      additionalProperties: false,
      properties: {
        postcode: { type: 'string', pattern: '^[1-9][0-9]{3}[A-Z]{2}$' },
        houseNumber: { type: 'integer', minimum: 1, maximum: 99_999 },
      },
    },
  },
};

function registerQuestions(app: FastifyInstance, { inlet, limit, tokens, register }: Parts): void {
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    if (tokens.isValid(parseBearer(request.headers.authorization))) return;
    throw new Refusal(401, 'invalid-token', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
  };
  const receiveAs =
    (operation: string) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      await inlet.receive(request, reply, operation);
      requireWithin(limit);
    };
  app.post<{ Body: { bsn: string; years?: number[] } }>(
    incomesPath,
    { onRequest, preValidation: receiveAs('incomes'), schema: { body: incomesQuestion } },
    async ({ body }) => ({ bsn: body.bsn, incomes: register.listIncomes(body.bsn, body.years) }),
  );
  app.post<{ Body: RelationSubject }>(
    relationsPath,
    { onRequest, preValidation: receiveAs('business-relations'), schema: { body: relationsQuestion } },
    async ({ body }) => ({ relations: register.listRelations(body) }),
  );
}

function requireWithin(limit: RateLimit): void {
  const waitSeconds = limit.take();
  if (waitSeconds === undefined) return;
  throw new Refusal(429, 'rate-limited', { headers: { 'retry-after': String(waitSeconds) } });
}
