import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Type } from 'typebox';
import { oins } from '../fixtures.ts';
import { ask, caller, Door, echo, play, tokenOf } from './door.ts';

const uuid7 = /^[0-9a-f-]{36}$/;
const transaction = '01890a5d-ac96-774b-bcce-b302099a8057';
const form = play(async ({ body }) => ({ status: 200, body }), {
  method: 'POST',
  path: '/v1/forms',
  operationId: 'fillForm',
  body: {
    mediaType: 'application/x-www-form-urlencoded',
    schema: Type.Object({ name: Type.String() }, { additionalProperties: false }),
    example: { name: 'thing' },
  },
});

let door: Door;
beforeAll(async () => {
  door = await Door.open([echo, form]);
});
afterAll(() => door.close());

describe('a request that is in order', () => {
  test('reaches its route, coerced, with the caller of its token', async () => {
    const { status, headers, text } = await door.post(
      '/v1/things/a-1?size=5&deep=false',
      { name: 'thing' },
      { 'if-match': '"3"' },
    );
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['etag']).toBe('"1"');
    expect(JSON.parse(text)).toEqual({
      who: oins.requester,
      params: { id: 'a-1' },
      query: { size: 5, deep: false },
      headers: { 'If-Match': '"3"' },
      body: { name: 'thing' },
      context: { transaction: headers['fsc-transaction-id'], traceparent: headers['traceparent'] },
    });
  });

  test('keeps its transaction and trace, and gets new ones without', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const own = await door.post('/v1/things/a', { name: 'a' }, { 'fsc-transaction-id': transaction, traceparent });
    expect([own.headers['fsc-transaction-id'], own.headers['traceparent']]).toEqual([transaction, traceparent]);
    const made = await door.post('/v1/things/a', { name: 'a' }, { traceparent: 'malformed' });
    expect(made.headers['fsc-transaction-id']).toMatch(uuid7);
    expect(made.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  test('may have its name with characters of any language', async () => {
    const { text } = await door.post('/v1/things/a', { name: 'Zoë ❄ 雪' });
    expect(JSON.parse(text).body).toEqual({ name: 'Zoë ❄ 雪' });
  });

  test('may be a form where the route takes one', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status, text } = await door.ask({ method: 'POST', path: '/v1/forms', headers, body: 'name=a+b%2Bc' });
    expect([status, JSON.parse(text)]).toEqual([200, { name: 'a b+c' }]);
  });
});

describe('a body', () => {
  const deep = (levels: number) => `{"name":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

  test.each<[string, string | Buffer, string]>([
    ['is not JSON', '{', '400 request.malformed'],
    ['is JSON with something behind it', '{"name":"a"}x', '400 request.malformed'],
    ['is empty', '', '400 request.malformed'],
    ['is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), '400 request.malformed'],
    ['names a key twice', '{"name":"a","name":"b"}', '400 request.duplicate-key'],
    ['names a key twice in two spellings', '{"name":"a","n\\u0061me":"b"}', '400 request.duplicate-key'],
    ['is 33 levels deep', deep(33), '400 request.too-deep'],
    ['poisons a prototype', '{"__proto__":{"name":"a"}}', '400 request.forbidden-key'],
    ['poisons a constructor', '{"name":"a","constructor":{"prototype":{}}}', '400 request.forbidden-key'],
    ['has a field that nobody knows', '{"name":"a","age":1}', '400 request.invalid'],
    ['is a list', '[]', '400 request.invalid'],
    ['is nothing', 'null', '400 request.invalid'],
    ['is larger than 1 MiB', `{"name":"${'a'.repeat(1024 * 1024)}"}`, '413 request.too-large'],
  ])('that %s is refused', async (_title, body, expected) => {
    const answer = await door.post('/v1/things/a', body);
    expect(`${answer.status} ${String(answer.code)}`).toBe(expected);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  test('that is 32 levels deep is read', async () => {
    expect((await door.post('/v1/things/a', deep(32))).code).toBe('request.invalid');
  });

  test('that is too large and sent in pieces is refused too', async () => {
    const answer = await door.post('/v1/things/a', `"${'a'.repeat(1024 * 1024)}"`, { 'transfer-encoding': 'chunked' });
    expect(answer.code).toBe('request.too-large');
  });

  test.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
    ['nonsense', {}],
  ])('of type %s is not taken', async (type, more) => {
    const answer = await door.post('/v1/things/a', '{"name":"a"}', { 'content-type': type, ...more });
    expect([answer.status, answer.code]).toEqual([415, 'request.unsupported-type']);
  });

  test('without a type is not taken', async () => {
    const headers = { authorization: `Bearer ${tokenOf()}` };
    const answer = await door.ask({ method: 'POST', path: '/v1/things/a', headers, body: '{"name":"a"}' });
    expect([answer.status, answer.code]).toEqual([415, 'request.unsupported-type']);
  });

  test.each([
    ['names a field twice', 'name=a&name=b', 'request.duplicate-key'],
    ['is larger than 16 KiB', `name=${'a'.repeat(16 * 1024)}`, 'request.too-large'],
    ['has an unknown field', 'name=a&age=1', 'request.invalid'],
    ['poisons a prototype', '__proto__=a&name=a', 'request.invalid'],
  ])('that is a form and %s is refused', async (_title, body, code) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await door.ask({ method: 'POST', path: '/v1/forms', headers, body })).code).toBe(code);
  });
});

describe('a request that is not in order', () => {
  test('hears all its faults at once', async () => {
    const answer = await door.post(
      '/v1/things/A!?size=0&page=1',
      {},
      { 'fsc-transaction-id': 'mine', 'if-match': '"too-long"' },
    );
    const { faults } = JSON.parse(answer.text) as { faults: { path: string }[] };
    expect(answer.status).toBe(400);
    expect(faults.map(({ path }) => path).sort()).toEqual([
      '/body',
      '/headers/Fsc-Transaction-Id',
      '/headers/If-Match',
      '/path/id',
      '/query',
      '/query/size',
    ]);
    expect(answer.headers['fsc-transaction-id']).toMatch(uuid7);
  });

  test.each([
    ['/v1/things/', 404],
    ['/v1/things/a/', 404],
    ['/v1/things/a/?size=1', 404],
    ['//v1/things/a', 404],
    ['/v1/thing', 404],
    ['/V1/things/a', 404],
    ['/', 404],
    ['/v1/things/%zz', 404],
    [`/v1/things/${'a'.repeat(500)}`, 404],
    ['/v1/things/..%2f..%2fetc', 400],
  ])('for the address %s hears %d as a problem', async (path, status) => {
    const answer = await door.post(path, { name: 'a' });
    expect(answer.status).toBe(status);
    expect(answer.code).toBe(status === 404 ? 'request.not-found' : 'request.invalid');
    expect(answer.headers['api-version']).toBe('1.0.0');
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY'])(
    'with the method %s hears which ones there are',
    async (method) => {
      const answer = await door.ask({ method, path: '/v1/things/a', headers: { 'content-type': 'application/json' } });
      expect([answer.status, answer.code]).toEqual([405, 'request.method-not-allowed']);
      expect(answer.headers['allow']).toBe('POST');
    },
  );

  test('for another type of answer than there is hears so', async () => {
    const answer = await door.post('/v1/things/a', { name: 'a' }, { accept: 'text/html' });
    expect([answer.status, answer.code]).toEqual([406, 'request.not-acceptable']);
  });

  test('without a token hears nothing else: not whether its body is right', async () => {
    const answer = await door.ask({
      method: 'POST',
      path: '/v1/things/a',
      headers: { 'content-type': 'text/html' },
      body: '{',
    });
    expect([answer.status, answer.code]).toEqual([401, 'token.missing']);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="koppel"');
  });

  test('with two Authorization headers is not let in by the first', async () => {
    const authorization = [`Bearer ${tokenOf()}`, `Bearer ${tokenOf('other')}`];
    const answer = await door.ask({ method: 'POST', path: '/v1/things/a', headers: { authorization } as never });
    expect([answer.status, answer.code]).toEqual([401, 'token.invalid']);
  });

  test('of a system that lacks the scope hears which one', async () => {
    door.answer = async () => ({ ...caller, scopes: ['ledger'] });
    const answer = await door.post('/v1/things/a', { name: 'a' }, { authorization: `Bearer ${tokenOf('ledger')}` });
    door.answer = async () => caller;
    expect([answer.status, answer.code]).toEqual([403, 'token.insufficient-scope']);
    expect(answer.headers['www-authenticate']).toContain('scope="exchange"');
  });
});

test('every response keeps browsers from guessing, framing and storing', async () => {
  for (const path of ['/v1/openapi.json', '/nowhere', '/health/live', '/metrics', '/v1/things/%zz']) {
    expect((await ask(door.gateway.address, { path })).headers).toMatchObject({
      'api-version': '1.0.0',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  }
});

test('the description of the interface is for anyone, from any origin', async () => {
  const { status, headers, text } = await door.ask({ path: '/v1/openapi.json' });
  expect([status, headers['access-control-allow-origin'], JSON.parse(text).openapi]).toEqual([200, '*', '3.1.0']);
});
