import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPopulation } from '../../src/population/population.ts';
import { story } from '../../src/population/story.ts';
import { garbageMark } from '../../src/source/garbage.ts';
import type { RunningSource, SourceOptions } from '../../src/source/open-source.ts';
import { readReceipts } from './read-receipts.ts';

/** A source under test, with one good question about the story's known person. */
export interface SourceUnderTest {
  readonly start: (options: SourceOptions) => Promise<RunningSource>;
  /** What the receipt calls the question. */
  readonly operation: string;
  readonly question: (url: string) => Promise<Question>;
}

interface Question {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const transactionId = '0199a4c2-8f3e-7cc1-9d1a-3d2f6a5b7c80';
const token = 'control-token-of-this-test';
const population = createPopulation({ households: 10 });

/** What every source promises besides its own interface. */
export function describeSource({ start, operation, question }: SourceUnderTest): void {
  describe('as a source', () => {
    let folder = '';
    let receiptFile = '';
    let source: RunningSource;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'koppel-source-'));
      receiptFile = join(folder, 'receipts.jsonl');
      source = await start({ population, receiptFile, control: { token }, requestTimeoutMs: 400 });
    });

    afterEach(async () => {
      await source.close();
      await rm(folder, { recursive: true });
    });

    const ask = async (headers: Record<string, string> = {}): Promise<Response> => {
      const { url, body, headers: own } = await question(source.url);
      return fetch(url, { method: 'POST', headers: { ...own, ...headers }, body });
    };

    const control = (method: string, body?: unknown, bearer = token): Promise<Response> =>
      fetch(`${source.controlUrl}/__control/faults`, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });

    test('says that it is well', async () => {
      expect((await fetch(`${source.url}/health`)).status).toBe(200);
    });

    test('writes one receipt per question, with the transaction it belongs to', async () => {
      await ask({ 'fsc-transaction-id': transactionId });
      await ask();
      expect(readReceipts(receiptFile)).toEqual([
        { at: expect.stringMatching(/^\d{4}-.*Z$/), transactionId, operation },
        { at: expect.any(String), transactionId: null, operation },
      ]);
    });

    test('never writes personal data into a receipt, not even what a caller puts in the header', async () => {
      await ask({ 'fsc-transaction-id': story.knownPerson.bsn });
      const text = readFileSync(receiptFile, 'utf8');
      expect(text).toContain(operation);
      expect(text).not.toMatch(/\d{9}/);
      expect(text).not.toContain(story.knownPerson.familyName);
    });

    test('appends to the receipts of an earlier run', async () => {
      await ask();
      await source.close();
      source = await start({ population, receiptFile, control: { token } });
      await ask();
      expect(readReceipts(receiptFile)).toHaveLength(2);
    });

    test('refuses a question without a credential and keeps no receipt of it', async () => {
      expect((await ask({ authorization: '', 'x-api-key': '' })).status).toBe(401);
      expect(readReceipts(receiptFile)).toEqual([]);
    });

    test('keeps a receipt of a question that it then fails', async () => {
      source.faults.set({ failWith: 503, retryAfterSeconds: 7 });
      const answer = await ask();
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
      expect(readReceipts(receiptFile)).toHaveLength(1);
    });

    test('misbehaves only as often as it was told to', async () => {
      source.faults.set({ failWith: 500, times: 2 });
      const statuses = [(await ask()).status, (await ask()).status, (await ask()).status];
      expect(statuses).toEqual([500, 500, 200]);
    });

    test('says when to come back with a forced 429', async () => {
      source.faults.set({ failWith: 429 });
      expect((await ask()).headers.get('retry-after')).toBe('1');
    });

    test('can break the connection off instead of answering', async () => {
      source.faults.set({ disconnect: true });
      await expect(ask()).rejects.toThrow();
    });

    test('can be slow', async () => {
      source.faults.set({ delayMs: 80 });
      const before = performance.now();
      expect((await ask()).status).toBe(200);
      expect(performance.now() - before).toBeGreaterThanOrEqual(79);
    });

    test('closes at once, even while it is being slow', async () => {
      source.faults.set({ delayMs: 600_000 });
      let settled = false;
      const answer = ask().then(
        () => (settled = true),
        () => (settled = true),
      );
      while (!settled && readReceipts(receiptFile).length === 0) await setImmediate();
      expect(settled).toBe(false);
      await source.close();
      expect(await answer).toBe(true);
    });

    test.each(['extra-field', 'html', 'doctype'] as const)('can answer %s garbage with its mark', async (garbage) => {
      source.faults.set({ garbage });
      const answer = await ask();
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(garbageMark);
    });

    test('can answer cut off, of the wrong type, or beyond all bounds', async () => {
      const healthy = await (await ask()).text();
      source.faults.set({ garbage: 'truncated' });
      const truncated = await (await ask()).text();
      expect(healthy.startsWith(truncated) && truncated.length < healthy.length).toBe(true);
      source.faults.set({ garbage: 'wrong-type' });
      expect(await (await ask()).text()).not.toContain(story.knownPerson.bsn);
      source.faults.set({ garbage: 'oversized' });
      expect((await (await ask()).arrayBuffer()).byteLength).toBeGreaterThan(4 * 1024 * 1024);
    });

    test('takes its faults from the control surface as well', async () => {
      expect((await control('PUT', { failWith: 502 })).status).toBe(200);
      expect(await (await control('GET')).json()).toEqual({ failWith: 502 });
      expect((await ask()).status).toBe(502);
      expect((await control('DELETE')).status).toBe(200);
      expect((await ask()).status).toBe(200);
    });

    test('refuses control without the token, with unknown settings, and on its own port', async () => {
      expect((await control('PUT', { failWith: 502 }, 'guess')).status).toBe(401);
      expect((await control('PUT', { explode: true })).status).toBe(400);
      expect((await control('PUT', { failWith: 200 })).status).toBe(400);
      expect((await fetch(`${source.url}/__control/faults`)).status).toBe(404);
      expect(source.faults.settings).toEqual({});
    });

    test('has no control surface when no token was given', async () => {
      await source.close();
      source = await start({ population });
      expect(source.controlUrl).toBeUndefined();
    });

    test('refuses a body beyond its bound', async () => {
      const { url, headers, body } = await question(source.url);
      const answer = await fetch(url, { method: 'POST', headers, body: body + ' '.repeat(70_000) });
      expect(answer.status).toBe(413);
    });

    test.each([
      ['headers', 'Content-Length: 10\r\n'],
      ['body', 'Content-Length: 10\r\n\r\nhalf'],
    ])('breaks off a caller that does not finish its %s', async (_part, rest) => {
      const { url, headers } = await question(source.url);
      const { hostname, port, pathname } = new URL(url);
      const lines = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      const socket = connect(Number(port), hostname);
      socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}${rest}`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1.1 408 /);
      await once(socket, 'close');
    });
  });
}
