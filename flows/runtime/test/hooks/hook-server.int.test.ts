import { request as httpRequest, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isTransaction } from '@koppel/contract';
import type { HttpApp } from 'node-red';
import { createHookServer } from '../../src/hooks/hook-server.ts';
import { closeServer, listen } from '../../src/hooks/listen.ts';

const token = 'a-token-that-is-long-enough-to-be-one';

/** Stands where the flows stand: knows one hook, and repeats what reached it. */
const echo: HttpApp = (request, response, next) => {
  if (request.url?.startsWith('/echo') !== true) return next?.();
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ body: request.body, transaction: request.headers['fsc-transaction-id'] }));
};

let server: Server;
let url: string;
let isReady: boolean;

beforeEach(async () => {
  isReady = true;
  server = createHookServer({
    token,
    requestsPerSecond: 5,
    flows: echo,
    isReady: () => isReady,
    clock: { now: () => 0 },
  });
  url = await listen(server, '127.0.0.1', 0);
});

afterEach(async () => {
  await closeServer(server, 0);
});

const post = (
  body: RequestInit['body'],
  headers: Record<string, string> = {},
  path = '/hooks/echo',
): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    body: body ?? null,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  await expect(response.json()).resolves.toMatchObject({
    code,
    status,
    title: expect.any(String),
    detail: expect.any(String),
  });
}

describe('the door to the hooks', () => {
  test('lets a request with the token through, with its body and a transaction', async () => {
    const response = await post('{"postcode":"1234AB"}');
    const { body, transaction } = (await response.json()) as { body: unknown; transaction: string };
    expect(body).toEqual({ postcode: '1234AB' });
    expect(isTransaction(transaction)).toBe(true);
    expect(response.headers.get('fsc-transaction-id')).toBe(transaction);
  });

  test.each([
    ['no token', {}, 'token.missing'],
    ['another scheme', { Authorization: `Basic ${token}` }, 'token.missing'],
    ['a wrong token', { Authorization: `Bearer ${token}x` }, 'token.invalid'],
    ['the start of the token', { Authorization: 'Bearer a-token' }, 'token.invalid'],
  ])('refuses %s, and says how to sign on', async (_case, headers, code) => {
    const response = await fetch(`${url}/hooks/echo`, { method: 'POST', headers });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    await expectProblem(response, 401, code);
  });

  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  interface Refusal {
    readonly what: string;
    readonly body: string;
    readonly headers?: Record<string, string>;
    readonly status?: number;
    readonly code: string;
  }
  const xml = { 'Content-Type': 'application/xml' };

  test.each<Refusal>([
    { what: 'a body of another type', body: '<a/>', headers: xml, status: 415, code: 'request.unsupported-type' },
    { what: 'a body that is too large', body: `"${'a'.repeat(1024 * 1024)}"`, status: 413, code: 'request.too-large' },
    { what: 'a body that is not JSON', body: '{', code: 'request.malformed' },
    { what: 'a key that is there twice', body: '{"a":1,"a":2}', code: 'request.duplicate-key' },
    { what: 'a key that reaches a prototype', body: '{"__proto__":{}}', code: 'request.forbidden-key' },
    { what: 'a body that is too deep', body: deep(33), code: 'request.too-deep' },
    { what: 'a foreign transaction', body: '{}', headers: { 'Fsc-Transaction-Id': '1' }, code: 'request.invalid' },
  ])('refuses $what', async ({ body, headers, status = 400, code }) => {
    await expectProblem(await post(body, headers), status, code);
  });

  test('takes a body of the greatest depth', async () => {
    expect((await post(deep(32))).status).toBe(200);
  });

  test('refuses a body that grows too large without saying so beforehand', async () => {
    const megabyte = new Uint8Array(1024 * 1024).fill(0x20);
    const stream = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(megabyte);
      },
    });
    const refused = await post(stream).catch(() => undefined);
    // The server may cut the connection before the client has read the answer.
    if (refused) await expectProblem(refused, 413, 'request.too-large');
    expect((await post('{}')).status).toBe(200);
  });

  test.each(['/hooks/none', '/hooks', '/', '/flows', '/hooks/../flows'])('knows nothing at %s', async (path) => {
    await expectProblem(await post('{}', {}, path), 404, 'request.not-found');
  });

  test('answers too many requests with the time to wait', async () => {
    await Promise.all(Array.from({ length: 5 }, () => post('{}')));
    const response = await post('{}');
    expect(response.headers.get('retry-after')).toBe('1');
    await expectProblem(response, 429, 'rate.exceeded');
  });

  test('forbids keeping, framing and guessing on every answer, refusals included', async () => {
    for (const response of [await post('{}'), await fetch(url), await fetch(`${url}/health/live`)]) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
    }
  });

  test('tells anybody whether the process lives and whether it can ask', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    isReady = false;
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  });

  test('survives an address that is none', async () => {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const { port, hostname } = new URL(url);
    httpRequest({ hostname, port, path: '//' }, (response) => resolve(response.resume().statusCode)).end();
    await expect(promise).resolves.toBe(401);
  });
});
