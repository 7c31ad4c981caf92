import { KoppelError, problemCodes, toProblem, type ProblemCode } from '@koppel/contract';
import type { Route } from '../platform/route.ts';

const text = (description: string): object => ({ type: 'string', description });

/** RFC 9457 with the members of this house; a problem may hold more. */
export const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: text('A URN that ends in the code'),
    title: text('What the code means'),
    status: { type: 'integer', description: 'The HTTP status' },
    detail: text('What happened here; for people'),
    code: text('Stable; switch on this'),
    faults: {
      type: 'array',
      description: 'Everything that is wrong with the request, by path; never a value',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: {
          path: text('A JSON pointer below /body, /query, /path or /headers'),
          message: text('What is wrong'),
        },
      },
    },
  },
};

const always = ['request.invalid', 'request.not-acceptable', 'rate.exceeded', 'hub.failed', 'hub.unavailable'] as const;
const withToken = [
  'token.missing',
  'token.invalid',
  'token.expired',
  'token.wrong-audience',
  'token.wrong-algorithm',
  'token.insufficient-scope',
] as const;
const withBody = [
  'request.malformed',
  'request.duplicate-key',
  'request.too-deep',
  'request.forbidden-key',
  'request.timeout',
  'request.too-large',
  'request.unsupported-type',
] as const;

/** Every code that this route can answer: its own and the gateway's. */
export function codesOf({ policy, body, errors }: Route): readonly ProblemCode[] {
  const codes = [...always, ...(policy === 'anonymous' ? [] : withToken), ...(body ? withBody : []), ...errors];
  return [...new Set<ProblemCode>(codes)];
}

/** A problem per code, for the components of the document. */
export const problemExamples = (routes: readonly Route[]): Record<string, object> =>
  Object.fromEntries(routes.flatMap(codesOf).map((code) => [code, { value: toProblem(new KoppelError(code)) }]));

/** One response per HTTP status, with an example per code. */
export function describeProblems(route: Route, headers: object): Record<string, object> {
  const byStatus = Object.groupBy(codesOf(route), (code) => String(problemCodes[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes = []]) => [
      status,
      {
        description: codes.map((code) => problemCodes[code].title).join('; '),
        headers,
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
          },
        },
      },
    ]),
  );
}
