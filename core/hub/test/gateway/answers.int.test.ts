import { afterEach, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { waitUntil } from '@koppel/testkit';
import { Type } from 'typebox';
import type { GatewayOptions } from '../../src/gateway/gateway.ts';
import type { Route } from '../../src/platform/route.ts';
import { Door, play } from './door.ts';

let door: Door | undefined;
afterEach(async () => {
  await door?.close();
  door = undefined;
});
const open = async (routes?: readonly Route[], options?: Partial<GatewayOptions>): Promise<Door> => {
  door = await Door.open(routes, options);
  return door;
};

describe('an answer', () => {
  test('without a body has none', async () => {
    const { ask } = await open([
      play(async () => ({ status: 204 }), { responses: { 204: { description: 'Nothing' } } }),
    ]);
    const { status, text, headers } = await ask({ path: '/v1/plays' });
    expect([status, text, headers['content-type']]).toEqual([204, '', undefined]);
  });

  test('may be text', async () => {
    const body = { mediaType: 'text/plain', schema: Type.String(), example: 'a note' } as const;
    const { ask } = await open([
      play(async () => ({ status: 200, body: 'a note\n' }), { responses: { 200: { description: 'A note', body } } }),
    ]);
    const { text, headers } = await ask({ path: '/v1/plays', headers: { accept: 'text/plain' } });
    expect([text, headers['content-type']]).toEqual(['a note\n', 'text/plain; charset=utf-8']);
  });

  test('may be lines without end, of which a client that leaves stops the source', async () => {
    let made = 0;
    let isStopped = false;
    async function* lines() {
      try {
        for (;;) yield `{"line":${(made += 1)}}\n`;
      } finally {
        isStopped = true;
      }
    }
    const body = { mediaType: 'application/x-ndjson', schema: Type.Unknown(), example: {} } as const;
    const { gateway } = await open([
      play(async () => ({ status: 200, body: lines() }), { responses: { 200: { description: 'Lines', body } } }),
    ]);
    const response = await fetch(`${gateway.address}/v1/plays`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toMatch(/^\{"line":1\}\n/);
    await reader?.cancel();
    await waitUntil(() => isStopped, 'the source of the lines was closed');
  });

  test('that breaks off while it is sent ends too early for the caller, and is logged', async () => {
    async function* lines() {
      yield 'line\n';
      throw new Error('secret of the database');
    }
    const body = { mediaType: 'application/x-ndjson', schema: Type.Unknown(), example: {} } as const;
    const responses = { 200: { description: 'Lines', body } };
    const { ask, log } = await open([play(async () => ({ status: 200, body: lines() }), { responses })]);
    await expect(ask({ path: '/v1/plays' })).rejects.toThrow('aborted');
    expect(log.lines.map(({ level }) => level)).toEqual(['error']);
    expect(log.text()).not.toContain('secret');
  });

  test('to HEAD is that to GET without its body, and starts no stream', async () => {
    let isStarted = false;
    async function* lines() {
      isStarted = true;
      yield 'line\n';
    }
    const body = { mediaType: 'application/x-ndjson', schema: Type.Unknown(), example: {} } as const;
    const stream = play(async () => ({ status: 200, body: lines() }), {
      path: '/v1/lines',
      operationId: 'lines',
      responses: { 200: { description: 'Lines', body } },
    });
    const { ask } = await open([play(async () => ({ status: 200, body: { played: true } })), stream]);
    const head = await ask({ method: 'HEAD', path: '/v1/plays' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '15']);
    expect((await ask({ method: 'HEAD', path: '/v1/lines' })).status).toBe(200);
    expect(isStarted).toBe(false);
  });

  test('that the route does not describe is a failure of the hub', async () => {
    const { ask, log } = await open([play(async () => ({ status: 202, body: {} }))]);
    expect((await ask({ path: '/v1/plays' })).code).toBe('hub.failed');
    expect(log.lines).toHaveLength(1);
  });
});

describe('a failure', () => {
  test('of a room is told with its code and details, and when to come back', async () => {
    const error = new KoppelError('source.rate-limited', undefined, {
      details: { retryAfterMs: 2500, ledgerIndex: 42 },
    });
    const { ask } = await open([play(async () => Promise.reject(error))]);
    const { status, headers, text } = await ask({ path: '/v1/plays' });
    expect([status, headers['retry-after'], JSON.parse(text).ledgerIndex]).toEqual([503, '3', 42]);
  });

  test('that nobody expected is logged once, with its transaction', async () => {
    const { ask, log } = await open([play(async () => Promise.reject(new Error('secret of the database')))]);
    const { code, headers, text } = await ask({ path: '/v1/plays' });
    expect(code).toBe('hub.failed');
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({
          transaction: headers['fsc-transaction-id'],
          traceparent: headers['traceparent'],
          route: '/v1/plays',
          code: 'hub.failed',
        }),
      }),
    ]);
    expect(text + log.text()).not.toContain('secret');
  });
});
