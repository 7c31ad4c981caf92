import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpSource, type HttpSourceOptions } from '../src/http-source.ts';
import { ScriptedServer } from './scripted-server.ts';

const message = { path: '/question', headers: { 'content-type': 'application/json' }, body: '{}' };
const open = new AbortController().signal;
const trace = { transaction: '0199c1de-aaaa-7bbb-8ccc-1234567890ab', traceparent: '', signal: open };

describe('a source over HTTP', () => {
  let server: ScriptedServer;
  let url: string;
  let sources: HttpSource[] = [];

  beforeEach(async () => {
    server = new ScriptedServer();
    url = await server.open();
  });
  afterEach(async () => {
    await Promise.all(sources.map((source) => source.close()));
    sources = [];
    await server.close();
  });

  function createSource(options: Partial<HttpSourceOptions> = {}): HttpSource {
    const source = new HttpSource({ url, effect: 'idempotent', ...options });
    sources.push(source);
    return source;
  }

  const failing = (status: number, headers: Record<string, string> = {}) => {
    server.script = (_request, response) => void response.writeHead(status, headers).end();
  };

  test('is asked below its base, with the trace', async () => {
    await createSource({ url: `${url}/base/` }).post(message, trace);
    expect(server.calls[0]).toMatchObject({
      url: '/base/question',
      method: 'POST',
      headers: { 'fsc-transaction-id': trace.transaction },
    });
    expect(server.calls[0]?.headers).not.toHaveProperty('traceparent');
  });

  test('cannot send anybody elsewhere', async () => {
    failing(302, { location: `${url}/elsewhere` });
    expect(await createSource().post(message, trace)).toMatchObject({ status: 302 });
    expect(server.calls).toHaveLength(1);
  });

  test.each(['idempotent', 'transactional', 'at-least-once'] as const)(
    'whose questions are %s is asked again after an outage only when that does nothing',
    async (effect) => {
      server.script = (request) => request.socket.destroy();
      await expect(createSource({ effect }).post(message, trace)).rejects.toMatchObject({ code: 'source.failed' });
      expect(server.calls).toHaveLength(effect === 'idempotent' ? 2 : 1);
    },
  );

  test('is asked once more when a gateway says that it is away, unless it says for how long', async () => {
    failing(502);
    expect(await createSource().post(message, trace)).toMatchObject({ status: 502 });
    expect(server.calls).toHaveLength(2);
    failing(503, { 'retry-after': '7' });
    expect(await createSource().post(message, trace)).toMatchObject({ status: 503, retryAfterMs: 7000 });
    expect(server.calls).toHaveLength(3);
  });

  test('is left alone for a moment after ten outages in a row', async () => {
    failing(503, { 'retry-after': '1' });
    const source = createSource();
    for (let i = 0; i < 10; i += 1) await source.post(message, trace);
    await expect(source.post(message, trace)).rejects.toMatchObject({
      code: 'source.failed',
      details: { retryAfterMs: 2000 },
    });
    expect(server.calls).toHaveLength(10);
  });

  test('is not left alone because questions were given up or refused', async () => {
    const source = createSource();
    server.script = () => undefined;
    for (let i = 0; i < 12; i += 1) {
      const signal = AbortSignal.timeout(20);
      await expect(source.post(message, { ...trace, signal })).rejects.toMatchObject({ name: 'TimeoutError' });
    }
    failing(400);
    for (let i = 0; i < 12; i += 1) await source.post(message, trace);
    failing(200);
    expect(await source.post(message, trace)).toMatchObject({ status: 200 });
  });

  test('has so long for a whole reply and no longer, and is not asked again then', async () => {
    server.script = (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    };
    const begun = performance.now();
    await expect(createSource({ timeoutMs: 200 }).post(message, trace)).rejects.toMatchObject({
      code: 'source.failed',
      message: 'The source did not answer in time',
    });
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(server.calls).toHaveLength(1);
  });

  test('may send so much and no more, and is not asked again then', async () => {
    const source = createSource({ maxReplyBytes: 1000 });
    server.script = (_request, response) => void response.end('x'.repeat(1000));
    expect((await source.post(message, trace)).body).toHaveLength(1000);
    for (const chunked of [true, false]) {
      server.script = (_request, response) => {
        if (chunked) response.write('x'.repeat(600));
        response.end('x'.repeat(chunked ? 600 : 1001));
      };
      await expect(source.post(message, trace)).rejects.toMatchObject({
        code: 'source.failed',
        message: 'The reply of the source is larger than allowed',
      });
    }
    expect(server.calls).toHaveLength(3);
  });

  test('is waited for when it asks for a moment, within the patience of one question', async () => {
    const source = createSource({ maxWaitMs: 300 });
    failing(429, { 'retry-after': '0' });
    await expect(source.post(message, trace)).rejects.toMatchObject({ code: 'source.rate-limited' });
    expect(server.calls.length).toBeGreaterThan(1);
    expect(server.calls.length).toBeLessThan(8);
  });

  test('is not waited for beyond the deadline of the question', async () => {
    failing(429, { 'retry-after': '1' });
    const begun = performance.now();
    const signal = AbortSignal.timeout(50);
    await expect(createSource().post(message, { ...trace, signal })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - begun).toBeLessThan(900);
    expect(server.calls).toHaveLength(1);
  });

  test('says how it is, and is not well when it says so or says nothing', async () => {
    const source = createSource();
    await expect(source.checkHealth('/health')).resolves.toBeUndefined();
    expect(server.calls[0]).toMatchObject({ method: 'GET', url: '/health' });
    failing(500);
    await expect(source.checkHealth('/health')).rejects.toMatchObject({ code: 'source.failed' });
    await server.close();
    await expect(source.checkHealth('/health')).rejects.toMatchObject({ code: 'source.failed' });
    server = new ScriptedServer();
    await server.open();
  });

  test.each(['http://127.0.0.1@169.254.169.254/', 'https://169.254.169.254', 'https://[::]', 'https://0.0.0.0'])(
    'cannot be at %s',
    (nowhere) => {
      expect(() => createSource({ url: nowhere })).toThrow(expect.objectContaining({ code: 'config.invalid' }));
    },
  );
});
