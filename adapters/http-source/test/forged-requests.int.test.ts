import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpSource } from '../src/http-source.ts';
import type { Resolve } from '../src/guarded-lookup.ts';
import { ScriptedServer } from './scripted-server.ts';

const message = { path: '/question', headers: { authorization: 'Bearer secret' }, body: '{"bsn":"999990019"}' };
const trace = { transaction: '', traceparent: '', signal: new AbortController().signal };

/** A resolver that an attacker writes: each answer is used once, the last one for ever. */
class Resolver {
  asked = 0;
  readonly #answers: string[][];

  constructor(...answers: string[][]) {
    this.#answers = answers;
  }

  readonly resolve: Resolve = (_hostname, _options, callback) => {
    const answer = this.#answers[Math.min(this.asked, this.#answers.length - 1)] ?? [];
    this.asked += 1;
    const found: LookupAddress[] = answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    callback(null, found);
  };
}

let server: ScriptedServer;
let port: string;
const sources: HttpSource[] = [];
beforeEach(async () => {
  server = new ScriptedServer();
  ({ port } = new URL(await server.open()));
});
afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.close()));
  await server.close();
});

function openSource(url: string, resolver?: Resolver): HttpSource {
  const source = new HttpSource({
    url,
    effect: 'transactional',
    timeoutMs: 2_000,
    ...(resolver && { resolve: resolver.resolve }),
  });
  sources.push(source);
  return source;
}

describe('a name that an attacker resolves', () => {
  test.each([
    [['127.0.0.1']],
    [['::ffff:127.0.0.1']],
    [['::ffff:7f00:1']],
    [['::1']],
    [['0.0.0.0']],
    [['169.254.169.254']],
    [['64:ff9b::7f00:1']],
    [['169.254.169.254', '127.0.0.1', '::1']],
    [[]],
  ])('to %j brings nothing to this machine', async (addresses) => {
    const resolver = new Resolver(addresses);
    const source = openSource(`http://source.example:${port}`, resolver);
    await expect(source.post(message, trace)).rejects.toMatchObject({ code: 'source.failed' });
    await expect(source.checkHealth('/health')).rejects.toMatchObject({ code: 'source.failed' });
    expect([resolver.asked >= 1, server.calls.length]).toEqual([true, 0]);
  });

  test('is judged anew for every connection, not when it was first seen', async () => {
    server.script = (_request, response) => void response.writeHead(200, { connection: 'close' }).end('{}');
    const resolver = new Resolver(['127.0.0.1'], ['169.254.169.254']);
    const source = openSource(`http://localhost:${port}`, resolver);
    expect(await source.post(message, trace)).toMatchObject({ status: 200 });
    await expect(source.post(message, trace)).rejects.toMatchObject({ code: 'source.failed' });
    expect([resolver.asked, server.calls.length]).toEqual([2, 1]);
  });

  test.each(['localhost.', 'localhost.example', '127.0.0.1.example', 'LOCALHOST.'])(
    'and that only looks like this machine (%s) is not this machine',
    async (host) => {
      const source = openSource(`http://${host}:${port}`, new Resolver(['127.0.0.1']));
      await expect(source.post(message, trace)).rejects.toMatchObject({ code: 'source.failed' });
      expect(server.calls).toHaveLength(0);
    },
  );
});

describe('an address in disguise is no address of a source', () => {
  test.each([
    'http://2130706433',
    'http://1271234567',
    'http://0x7f000001',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.1',
    'http://127.0.0.01',
    'http://127.0.0.1.',
    'http://127%2e0%2e0%2e1',
    'http://１２７.0.0.1',
    'http://127。0。0。1',
    'http://ⓛocalhost',
    'http://[::ffff:127.0.0.1]',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::ffff:a9fe:a9fe]',
    'http://[fe80::1]',
    'http://[fd00:ec2::254]',
    'http://169.254.169.254',
    'http://169.254.169.254.',
    'http://0xa9fea9fe',
    'http://2852039166',
    'http://0.0.0.0',
    'http://0',
    'http://[::]',
    'http://user@127.0.0.1',
    'http://user:word@127.0.0.1',
    'http://source.example@127.0.0.1',
    'http://127.0.0.1\\@source.example',
    'http:/127.0.0.1',
    'http:127.0.0.1',
    ' http://127.0.0.1',
    'http://127.0.0.1:99999',
    'http://127.0.0.256',
    'http://127.\t0.0.1',
    'file:///etc/passwd',
    '',
  ])('%j', (url) => {
    expect(() => openSource(url)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });
});

describe('a source that answers with a redirect', () => {
  test.each([301, 302, 303, 307, 308])('of status %i sends nobody anywhere, and no credential', async (status) => {
    const elsewhere = new ScriptedServer();
    const location = await elsewhere.open();
    server.script = (_request, response) =>
      void response.writeHead(status, { location, refresh: `0;url=${location}`, 'alt-svc': 'h2=":1"' }).end();
    const source = openSource(`http://127.0.0.1:${port}`);
    expect(await source.post(message, trace)).toMatchObject({ status });
    await expect(source.checkHealth('/health')).rejects.toMatchObject({ code: 'source.failed' });
    expect([server.calls.length, elsewhere.calls.length]).toEqual([2, 0]);
    await elsewhere.close();
  });

  test.each(['//elsewhere.example/', 'http://elsewhere.example/', '/../../admin', '/question?@elsewhere.example'])(
    'is not left when a path says %j: the connection is to the configured origin',
    async (path) => {
      await openSource(`http://127.0.0.1:${port}`).post({ ...message, path }, trace);
      expect(server.calls.map(({ headers }) => headers.host)).toEqual([`127.0.0.1:${port}`]);
    },
  );
});
