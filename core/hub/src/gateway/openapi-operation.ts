import { transactionPattern } from '@koppel/contract';
import type { TObject } from 'typebox';
import type { BodyDescription, ResponseDescription, Route } from '../platform/route.ts';
import { apiVersion } from './api-version.ts';
import { describeProblems } from './openapi-problems.ts';

const transactionExample = '01890a5d-ac96-774b-bcce-b302099a8057';
const traceparentExample = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
const transaction = { type: 'string', pattern: transactionPattern };

/** On every response. */
export const sharedHeaders = {
  'API-Version': { description: 'The full version of this interface', schema: { type: 'string' }, example: apiVersion },
  'Fsc-Transaction-Id': {
    description: 'The transaction, yours or new',
    schema: transaction,
    example: transactionExample,
  },
  traceparent: {
    description: 'W3C Trace Context, yours or new',
    schema: { type: 'string' },
    example: traceparentExample,
  },
};

/** On every request. */
export const sharedParameters = {
  'Fsc-Transaction-Id': {
    name: 'Fsc-Transaction-Id',
    in: 'header',
    description: 'A UUID of version 7 that names the transaction in the logs of all parties; made when absent',
    schema: transaction,
    example: transactionExample,
  },
  traceparent: {
    name: 'traceparent',
    in: 'header',
    description: 'W3C Trace Context; a new trace is started when it is absent or malformed',
    schema: { type: 'string', maxLength: 120 },
    example: traceparentExample,
  },
};

const responseHeaders = Object.fromEntries(
  Object.keys(sharedHeaders).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);

/** The first word of the path: `exchanges`, `agreements`, … */
export const tagOf = ({ path }: Route): string => path.split('/')[2]?.replace(/\.json$/, '') ?? '';

export function describeOperation(route: Route): object {
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [tagOf(route)],
    security: securityOf(route),
    parameters: [
      ...describeParameters('path', route.params),
      ...describeParameters('query', route.query),
      ...describeParameters('header', route.headers),
      ...Object.keys(sharedParameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ],
    ...(route.body ? { requestBody: { required: true, content: contentOf(route.body) } } : {}),
    responses: { ...describeResponses(route.responses), ...describeProblems(route, responseHeaders) },
  };
}

function securityOf({ policy }: Route): object[] {
  if (policy === 'anonymous') return [];
  const scopes = 'scope' in policy ? [policy.scope] : policy.anyScope;
  return scopes.map((scope) => ({ koppel: [scope] }));
}

function describeParameters(place: 'path' | 'query' | 'header', schema: TObject | undefined): object[] {
  const required: readonly string[] = schema?.required ?? [];
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const describeResponses = (responses: Route['responses']): Record<string, object> =>
  Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, describeResponse(response)]));

function describeResponse({ description, body, headers = {} }: ResponseDescription): object {
  const own = Object.entries(headers).map(([name, tells]) => [
    name,
    { description: tells, schema: { type: 'string' } },
  ]);
  return {
    description,
    headers: { ...responseHeaders, ...Object.fromEntries(own) },
    ...(body ? { content: contentOf(body) } : {}),
  };
}

const contentOf = ({ schema, example, mediaType = 'application/json' }: BodyDescription): object => ({
  [mediaType]: { schema, example },
});
