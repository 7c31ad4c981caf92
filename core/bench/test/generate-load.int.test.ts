import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { generateLoad } from '../src/load/generate-load.ts';
import type { LoadOrder } from '../src/load/order.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<LoadOrder['destination']> {
  const opened = createServer(listener);
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  return {
    kind: 'http',
    url: `http://127.0.0.1:${(opened.address() as AddressInfo).port}/ask`,
    headers: { who: 'bench' },
  };
}

const questions = ['one', 'two'].map((text) => ({ text, expects: `about ${text}` }));
const order = { questions, connections: 4, warmUpMs: 50, durationMs: 200 };

const echo: RequestListener = (request, response) => {
  request.setEncoding('utf8').once('data', (text) => response.end(`about ${text}`));
};

describe('the load generator', () => {
  test('counts right answers and measures how long they took', async () => {
    const result = await generateLoad({ ...order, destination: await serve(echo) });
    expect(result).toMatchObject({ errors: 0, complaints: [] });
    expect(result.answers).toBeGreaterThan(4);
    expect(result.p50Ms).toBeLessThanOrEqual(result.p99Ms);
  });

  test('asks with the token of a question that has its own', async () => {
    const tokens: Record<string, string | undefined> = {};
    const destination = await serve((request, response) => {
      request.setEncoding('utf8').once('data', (text: string) => {
        tokens[text] = request.headers.authorization;
        response.end(`about ${text}`);
      });
    });
    const [first, ...others] = questions;
    const own = { text: 'own', expects: 'about own', bearer: 'a.b.c' };
    const result = await generateLoad({ ...order, questions: [first ?? own, own, ...others], destination });
    expect(result.errors).toBe(0);
    expect(tokens).toEqual({ one: undefined, own: 'Bearer a.b.c', two: undefined });
  });

  test('asks no more often than it is told', async () => {
    const result = await generateLoad({ ...order, destination: await serve(echo), perSecond: 100 });
    expect(result.answers).toBeGreaterThanOrEqual(20);
    expect(result.answers).toBeLessThanOrEqual(26);
  });

  test('takes an answer about another question for an error', async () => {
    const destination = await serve(
      (request, response) => void request.resume().once('end', () => response.end('about three')),
    );
    const result = await generateLoad({ ...order, destination });
    expect(result).toMatchObject({
      answers: 0,
      complaints: [expect.any(String), expect.any(String), expect.any(String)],
    });
  });

  test('takes any other status than 200 for an error, and says which', async () => {
    const destination = await serve((request, response) => {
      response.statusCode = 503;
      request.resume().once('end', () => response.end('about one'));
    });
    const result = await generateLoad({ ...order, destination });
    expect(result.answers).toBe(0);
    expect(result.complaints[0]).toContain('status 503');
  });

  test('counts the time that a question waited for a free connection', async () => {
    const slow: RequestListener = (request, response) => {
      request.setEncoding('utf8').once('data', (text) => setTimeout(() => response.end(`about ${text}`), 50));
    };
    const result = await generateLoad({ ...order, connections: 1, destination: await serve(slow), perSecond: 100 });
    expect(result.p99Ms).toBeGreaterThan(100);
  });
});
