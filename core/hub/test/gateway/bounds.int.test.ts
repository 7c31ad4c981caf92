import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';
import type { GatewayOptions } from '../../src/gateway/gateway.ts';
import type { Route } from '../../src/platform/route.ts';
import { caller, Door, echo, play, refuseWith, tokenOf } from './door.ts';

let door: Door | undefined;
afterEach(async () => {
  await door?.close();
  door = undefined;
});
const open = async (routes?: readonly Route[], options?: Partial<GatewayOptions>): Promise<Door> => {
  door = await Door.open(routes, options);
  return door;
};
const limits = { requestsPerSecondPerClient: 1000, tokensPerMinutePerAddress: 1000, inFlight: 100 };

/** Sends bytes as they are, and answers with all that comes back until the other side hangs up. */
function raw(origin: string, bytes: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => void socket.write(bytes));
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(text));
  return promise;
}

describe('the bounds of a connection', () => {
  const bounds = { headersTimeoutMs: 200, requestTimeoutMs: 400, checkEveryMs: 50, maxHeaderBytes: 2048 };
  const head = 'POST /v1/things/a HTTP/1.1\r\nHost: hub\r\n';

  test.each([
    ['its headers', head],
    [
      'its body',
      `${head}Authorization: Bearer ${tokenOf()}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    ],
  ])('end one that does not finish %s, with a problem', async (_title, bytes) => {
    const { gateway } = await open([echo], { bounds });
    const answer = await raw(gateway.address, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request.timeout"');
    expect(answer).toContain('api-version: 1.0.0');
  });

  test.each([
    ['is not HTTP', 'HELLO\r\n\r\n', /^HTTP\/1[.]1 400 .*"code":"request[.]malformed"/s],
    [
      'has headers without end',
      `${head}X: ${'x'.repeat(3000)}\r\n\r\n`,
      /^HTTP\/1[.]1 413 .*"code":"request[.]too-large"/s,
    ],
    [
      'claims two lengths',
      `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`,
      /^HTTP\/1[.]1 400 .*"code":"request[.]malformed"/s,
    ],
    [
      'claims a length and pieces',
      `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
      /^HTTP\/1[.]1 400 .*"code":"request[.]malformed"/s,
    ],
  ])('end one that %s, with a problem', async (_title, bytes, expected) => {
    const { gateway } = await open([echo], { bounds });
    const answer = await raw(gateway.address, bytes);
    expect(answer).toMatch(expected);
  });
});

describe('rates', () => {
  test('bound a client, and leave others alone', async () => {
    const { ask, post } = await open([echo], { limits: { ...limits, requestsPerSecondPerClient: 2 } });
    const codes = await Promise.all([1, 2, 3].map(async () => (await post('/v1/things/a', { name: 'a' })).code));
    expect(codes.filter((code) => code === 'rate.exceeded')).toHaveLength(1);
    expect((await ask({ path: '/v1/openapi.json' })).status).toBe(200);
  });

  test('bound an address that shows no token', async () => {
    const { ask } = await open([echo], { limits: { ...limits, tokensPerMinutePerAddress: 2 } });
    await ask({ path: '/v1/openapi.json' });
    await ask({ path: '/v1/openapi.json' });
    const { status, code, headers } = await ask({ path: '/v1/openapi.json' });
    expect([status, code]).toEqual([429, 'rate.exceeded']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(50);
  });

  test('bound an address whose tokens fail, before identity is asked again', async () => {
    const { post, verified } = await open([echo], { limits: { ...limits, tokensPerMinutePerAddress: 3 } });
    if (door) door.answer = refuseWith('token.invalid');
    const codeOf = async (authorization: string) => (await post('/v1/things/a', {}, { authorization })).code;
    for (let i = 0; i < 3; i += 1) expect(await codeOf(`Bearer ${tokenOf(`forged-${i}`)}`)).toBe('token.invalid');
    expect(await codeOf(`Bearer ${tokenOf('forged-4')}`)).toBe('rate.exceeded');
    expect(verified).toHaveLength(3);
  });

  test('do not count the same refused token twice, nor what is no token at all', async () => {
    const startedAt = Date.now();
    const { post, verified } = await open([echo], {
      limits: { ...limits, tokensPerMinutePerAddress: 3 },
      clock: { now: () => startedAt },
    });
    if (door) door.answer = refuseWith('token.invalid');
    const refused = { authorization: `Bearer ${tokenOf('revoked')}` };
    for (let i = 0; i < 10; i += 1) {
      expect((await post('/v1/things/a', {}, refused)).code).toBe('token.invalid');
      expect((await post('/v1/things/a', {}, { authorization: 'Bearer none' })).code).toBe('token.invalid');
    }
    expect(verified).toHaveLength(1);
    if (door) door.answer = async () => caller;
    expect((await post('/v1/things/a', { name: 'a' })).status).toBe(200);
  });

  test('bound what is in progress together', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let underway = 0;
    const slow = play(async () => {
      underway += 1;
      await promise;
      return { status: 200, body: {} };
    });
    let turnedAway = 0;
    const onTurnedAway = (): void => void (turnedAway += 1);
    const { ask, log } = await open([slow], { limits: { ...limits, inFlight: 2 }, onTurnedAway });
    const first = [ask({ path: '/v1/plays' }), ask({ path: '/v1/plays' })];
    await waitUntil(() => underway === 2, 'two requests were in progress');
    const third = await ask({ path: '/v1/plays' });
    expect([third.status, third.code, third.headers['retry-after']]).toEqual([503, 'hub.unavailable', '1']);
    // Counted; a line in the log for each would let a crowd fill the disk.
    expect([turnedAway, log.text()]).toEqual([1, '']);
    resolve();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask({ path: '/v1/plays' })).status).toBe(200);
  });
});

describe('a revoked token', () => {
  test('is refused by the next request after the gateway heard of it', async () => {
    const { post, gateway } = await open();
    const headers = { authorization: `Bearer ${tokenOf()}` };
    expect((await post('/v1/things/a', { name: 'a' }, headers)).status).toBe(200);
    if (door) door.answer = refuseWith('token.invalid');
    expect((await post('/v1/things/a', { name: 'a' }, headers)).status).toBe(200);
    gateway.forgetTokens(caller.oin);
    expect((await post('/v1/things/a', { name: 'a' }, headers)).code).toBe('token.invalid');
  });
});
