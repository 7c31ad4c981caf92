import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { codesOf } from '../../src/gateway/openapi-problems.ts';
import { scopes } from '../../src/platform/actions.ts';
import type { Route } from '../../src/platform/route.ts';
import { oins } from '../fixtures.ts';
import { hubRoutes } from '../../src/hub.ts';
import { Door, tokenOf, type Answer, type Question } from './door.ts';

const values: Readonly<Record<string, string>> = {
  oin: oins.requester,
  client: 'intake',
  kid: 'k'.repeat(43),
  id: '01938c5e-8c00-7000-8000-000000000001',
  index: '1',
  number: '1',
};
const queries: Readonly<Record<string, string>> = {
  getLedgerConsistencyProof: '?from=1&to=2',
  previewRetention: '?before=2027-01-01T00:00:00.000Z',
  getModelDifferences: '?to=01938c5e-8c00-7000-8000-000000000002',
  compareModels: '?from=01938c5e-8c00-7000-8000-000000000002',
};

const pathOf = ({ path, operationId }: Route) =>
  path.replaceAll(/\{([a-z]+)\}/g, (_match, name: string) => String(values[name])) + (queries[operationId] ?? '');

/** What a client that means well sends, made from the route's own example. */
function questionOf(route: Route): Question & { headers: Record<string, string> } {
  const { method, body } = route;
  const mediaType = body?.mediaType ?? 'application/json';
  const text =
    mediaType === 'application/json'
      ? JSON.stringify(body?.example)
      : String(new URLSearchParams(body?.example as Record<string, string>));
  return {
    method,
    path: pathOf(route),
    headers: { authorization: `Bearer ${tokenOf()}`, ...(body ? { 'content-type': mediaType } : {}) },
    ...(body ? { body: text } : {}),
  };
}

let door: Door;
beforeAll(async () => {
  door = await Door.open(hubRoutes);
  door.answer = async (name) => {
    if (name === 'identity.verify') return { oin: oins.requester, client: 'intake', scopes, person: 'emp-7f3a91' };
    throw new KoppelError('ledger.unavailable');
  };
});
afterAll(() => door.close());

function expectProblem({ status, code, headers, text }: Answer, expected: string): void {
  expect(`${status} ${String(code)}`).toBe(expected);
  expect(headers['api-version']).toBe('1.0.0');
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(JSON.parse(text)).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
}

const cases = hubRoutes.map((route) => [`${route.method} ${route.path}`, route] as const);

test('there are routes to look at', () => {
  expect(cases.length).toBeGreaterThanOrEqual(20);
});

describe.each(cases)('%s', (_title, route) => {
  const question = questionOf(route);
  const codes = codesOf(route);

  test('hands on what its example says, and says what a room could not do', async () => {
    expectProblem(await door.ask(question), '503 ledger.unavailable');
  });

  test('is not there with a slash behind it', async () => {
    const path = String(question.path).replace(/(\?.*)?$/, '/');
    expectProblem(await door.ask({ ...question, path }), '404 request.not-found');
  });

  test('knows no other methods than are described', async () => {
    const answer = await door.ask({ ...question, method: 'PATCH' });
    expectProblem(answer, '405 request.method-not-allowed');
    expect(answer.headers['allow']).toContain(route.method);
  });

  test('does not answer in a type that nobody described', async () => {
    expectProblem(
      await door.ask({ ...question, headers: { ...question.headers, accept: 'image/png' } }),
      '406 request.not-acceptable',
    );
    expect(codes).toContain('request.not-acceptable');
  });

  test('refuses a query that it does not know', async () => {
    const path = `${question.path}${String(question.path).includes('?') ? '&' : '?'}notKnown=1`;
    expectProblem(await door.ask({ ...question, path }), '400 request.invalid');
    expect(codes).toContain('request.invalid');
  });

  test('takes no transaction that is no UUIDv7', async () => {
    const headers = { ...question.headers, 'fsc-transaction-id': '4bf92f35-77b3-4da6-a3ce-929d0e0e4736' };
    expectProblem(await door.ask({ ...question, headers }), '400 request.invalid');
  });
});

describe.each(cases.filter(([, { policy }]) => policy !== 'anonymous'))('%s', (_title, route) => {
  test('is closed to whoever shows no token', async () => {
    const { authorization: _token, ...headers } = questionOf(route).headers;
    expectProblem(await door.ask({ ...questionOf(route), headers }), '401 token.missing');
    expect(codesOf(route)).toContain('token.missing');
  });
});

describe.each(cases.filter(([, { body }]) => body !== undefined))('%s', (_title, route) => {
  test('takes a body of its own type only', async () => {
    const headers = { ...questionOf(route).headers, 'content-type': 'text/xml' };
    expectProblem(await door.ask({ ...questionOf(route), headers }), '415 request.unsupported-type');
    expect(codesOf(route)).toContain('request.unsupported-type');
  });

  test('takes no field that it does not know', async () => {
    const { headers } = questionOf(route);
    const isForm = headers['content-type'] !== 'application/json';
    expectProblem(
      await door.ask({ ...questionOf(route), body: isForm ? 'notKnown=1' : '{"notKnown":1}' }),
      '400 request.invalid',
    );
  });
});
