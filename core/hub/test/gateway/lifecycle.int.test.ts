import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';
import type { GatewayOptions } from '../../src/gateway/gateway.ts';
import type { Route } from '../../src/platform/route.ts';
import { expectCode } from '../identity/clients.ts';
import { Door, echo, play } from './door.ts';

let door: Door | undefined;
afterEach(async () => {
  await door?.close();
  door = undefined;
});
const open = async (routes?: readonly Route[], options?: Partial<GatewayOptions>): Promise<Door> => {
  door = await Door.open(routes, options);
  return door;
};

/** A client that writes bytes as they are. */
class RawClient {
  readonly socket: Socket;
  /** All that came back, once the other side hung up. */
  readonly everything: Promise<string>;

  constructor(origin: string, bytes: string) {
    let text = '';
    this.socket = connect(Number(new URL(origin).port), '127.0.0.1', () => void this.socket.write(bytes));
    this.socket.on('data', (chunk) => (text += chunk.toString()));
    this.everything = new Promise((done) => void this.socket.once('close', () => done(text)));
  }
}

describe('a gateway that stops', () => {
  test('lets what is in progress finish, and tells newcomers to go elsewhere', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let isUnderway = false;
    const slow = play(async () => {
      isUnderway = true;
      await promise;
      return { status: 200, body: { finished: true } };
    });
    const { ask, gateway } = await open([slow, echo]);
    const first = ask({ path: '/v1/plays', headers: { connection: 'keep-alive' } });
    await waitUntil(() => isUnderway, 'the request was in progress');
    gateway.drain();
    const late = await ask({ path: '/v1/plays' });
    expect([late.status, late.code, late.headers['retry-after'], late.headers['connection']]).toEqual([
      503,
      'hub.unavailable',
      '1',
      'close',
    ]);
    const ready = await ask({ path: '/health/ready' });
    expect([ready.status, JSON.parse(ready.text).status]).toEqual([503, 'draining']);
    expect((await ask({ path: '/health/live' })).status).toBe(200);
    const closed = gateway.close();
    resolve();
    expect(JSON.parse((await first).text)).toEqual({ finished: true });
    await closed;
    await expect(ask({ path: '/health/live' })).rejects.toThrow('ECONNREFUSED');
  });

  test('ends a kept connection with the answer that was in progress', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let isUnderway = false;
    const slow = play(async () => {
      isUnderway = true;
      await promise;
      return { status: 200, body: { finished: true } };
    });
    const { gateway } = await open([slow]);
    const client = new RawClient(gateway.address, 'GET /v1/plays HTTP/1.1\r\nHost: hub\r\n\r\n');
    await waitUntil(() => isUnderway, 'the request was in progress');
    const closed = gateway.close(20_000);
    resolve();
    expect(await client.everything).toMatch(/200 OK.*connection: close.*"finished":true/s);
    await closed;
  });

  test('tells a client that was connected but had not asked yet', async () => {
    const { gateway, ask } = await open([play(async () => ({ status: 200, body: {} }))]);
    const client = new RawClient(gateway.address, 'GET /v1/plays HTTP/1.1\r\n');
    // Answered on a later connection, so the first one was accepted.
    await ask({ path: '/health/live' });
    const closed = gateway.close(20_000);
    client.socket.write('Host: hub\r\n\r\n');
    expect(await client.everything).toMatch(/503 Service.*application.problem.*"code":"hub[.]unavailable"/s);
    await closed;
  });

  test('tells who still waits at the end that it was not waited for', async () => {
    let isUnderway = false;
    const stuck = play(() => {
      isUnderway = true;
      return new Promise(() => undefined);
    });
    const { ask, gateway } = await open([stuck]);
    const waiting = ask({ path: '/v1/plays' });
    await waitUntil(() => isUnderway, 'the request was in progress');
    await gateway.close(100);
    expect(await waiting).toMatchObject({ status: 503, code: 'hub.unavailable', headers: { connection: 'close' } });
  });

  test('hangs up on a client that never finishes its question', async () => {
    const { ask, gateway } = await open([play(async () => ({ status: 200, body: {} }))]);
    const client = new RawClient(gateway.address, 'GET /v1/plays HTTP/1.1\r\n');
    // Answered on a later connection, so the first one was accepted.
    await ask({ path: '/health/live' });
    await gateway.close(100);
    expect(await client.everything).toBe('');
  });

  test('does not wait for connections that are kept open for nothing', async () => {
    const { gateway } = await open([echo]);
    const { socket } = new RawClient(gateway.address, 'GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n');
    await new Promise((resolve) => void socket.once('data', resolve));
    const startedAt = performance.now();
    await gateway.close(20_000);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

test('a gateway whose port is taken says what to do', async () => {
  const { gateway } = await open([]);
  const port = Number(new URL(gateway.address).port);
  const second = new Door([], { listen: { host: '127.0.0.1', port } });
  const error = await expectCode(second.gateway.start(), 'config.invalid');
  expect(error.message).toBe(
    `Port ${port} of 127.0.0.1 is in use by another program: stop that program, or choose another port`,
  );
  await second.close();
});

describe('health and metrics', () => {
  test('name what the hub misses, and nothing more', async () => {
    const probes = { database: () => true, ledger: async () => Promise.reject(new Error('password')) };
    const { ask } = await open([], { probes });
    const { status, text } = await ask({ path: '/health/ready' });
    expect([status, JSON.parse(text)]).toEqual([
      503,
      { status: 'not-ready', checks: { database: true, ledger: false } },
    ]);
  });

  test('are served elsewhere when so configured, and then not beside the routes', async () => {
    const { ask, gateway } = await open([], { operationsListen: { host: '127.0.0.1', port: 0 } });
    expect(gateway.operationsAddress).not.toBe(gateway.address);
    expect((await ask({ path: '/metrics' })).code).toBe('request.not-found');
    const response = await fetch(`${gateway.operationsAddress}/metrics`);
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'text/plain; version=0.0.4; charset=utf-8',
      'koppel_up 1\n',
    ]);
    expect((await fetch(`${gateway.operationsAddress}/v1/openapi.json`)).status).toBe(404);
  });
});

test('browsers are told to insist on TLS only by a hub that is reached with it', async () => {
  const { ask } = await open([], { issuer: 'https://hub.example' });
  expect((await ask({ path: '/health/live' })).headers['strict-transport-security']).toBe(
    'max-age=31536000; includeSubDomains',
  );
  await door?.close();
  const plain = await open([]);
  expect((await plain.ask({ path: '/health/live' })).headers['strict-transport-security']).toBeUndefined();
});
