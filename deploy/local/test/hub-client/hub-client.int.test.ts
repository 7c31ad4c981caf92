import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError, toProblem } from '@koppel/contract';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createKeyPair, HubClient, type KeyPair } from '../../src/index.ts';

interface Seen {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: Server;
let hub: string;
let seen: Seen[];
let pair: KeyPair;
let lifeSeconds: number;

const isRefused = ({ url, headers }: IncomingMessage): boolean =>
  url === '/v1/never' || (url === '/v1/ended' && headers.authorization === 'Bearer token-1');

async function answer(request: IncomingMessage): Promise<{ status: number; body: object | string; type: string }> {
  seen.push({ url: request.url ?? '', authorization: request.headers.authorization, body: await text(request) });
  const json = { status: 200, type: 'application/json' };
  if (request.url === '/v1/token')
    return { ...json, body: { access_token: `token-${seen.length}`, expires_in: lifeSeconds } };
  if (request.url === '/v1/refused') {
    const problem = toProblem(new KoppelError('agreement.suspended', undefined, { details: { ledgerIndex: 7 } }));
    return { status: 403, type: 'application/problem+json', body: problem };
  }
  if (isRefused(request))
    return { status: 401, type: 'application/problem+json', body: toProblem(new KoppelError('token.invalid')) };
  if (request.url === '/v1/strange') return { status: 502, type: 'text/html', body: '<p>proxy</p>' };
  if (request.url === '/v1/note') return { status: 200, type: 'text/plain; charset=utf-8', body: 'a note\n' };
  return { ...json, body: { well: true } };
}

beforeEach(async () => {
  [seen, lifeSeconds, pair] = [[], 300, await createKeyPair()];
  server = createServer((request, response) => {
    void answer(request).then(({ status, body, type }) => {
      response.writeHead(status, { 'content-type': type });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const client = (url = hub): HubClient =>
  new HubClient({ hub: url, oin: '00000009999000000001', client: 'desk', privateJwk: pair.privateJwk });

describe('a client of the hub', () => {
  test('asks once more with a new token when the key of the one it held has ended', async () => {
    await expect(client().get('/v1/ended')).resolves.toEqual({ well: true });
    expect(seen.map(({ url }) => url)).toEqual(['/v1/token', '/v1/ended', '/v1/token', '/v1/ended']);
    seen = [];
    await expect(client().get('/v1/never')).rejects.toMatchObject({ code: 'token.invalid' });
    expect(seen).toHaveLength(4);
  });

  test('proves who it is with a signed assertion that lives less than a minute and is meant for this hub', async () => {
    await client().get('/v1/agreements');
    const form = new URLSearchParams(seen[0]?.body);
    const keys = createLocalJWKSet({ keys: [pair.publicJwk] });
    const { payload } = await jwtVerify(form.get('client_assertion') ?? '', keys, { audience: hub });
    expect(form.get('grant_type')).toBe('client_credentials');
    expect(payload).toMatchObject({ iss: '00000009999000000001:desk', sub: '00000009999000000001:desk' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThan(60);
    expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('asks for one token and uses it until it is nearly over', async () => {
    const one = client();
    await one.get('/v1/agreements');
    await one.get('/v1/agreements');
    expect(seen.map(({ authorization }) => authorization)).toEqual([undefined, 'Bearer token-1', 'Bearer token-1']);
    lifeSeconds = 0;
    const brief = client();
    await brief.get('/v1/agreements');
    await brief.get('/v1/agreements');
    expect(seen.filter(({ url }) => url === '/v1/token')).toHaveLength(3);
  });

  test('asks for one token however many questions begin at once', async () => {
    const one = client();
    await Promise.all([1, 2, 3].map(() => one.get('/v1/agreements')));
    expect(seen.filter(({ url }) => url === '/v1/token')).toHaveLength(1);
  });

  test('acts for a person with a second statement, of a type of its own, and one token for each person', async () => {
    const system = client();
    await system.as('emp-7f3a91').get('/v1/me');
    await system.as('emp-7f3a91').get('/v1/me');
    await system.as('emp-20b8c4').get('/v1/me');
    const asked = seen.filter(({ url }) => url === '/v1/token').map(({ body }) => new URLSearchParams(body));
    const keys = createLocalJWKSet({ keys: [pair.publicJwk] });
    const statements = await Promise.all(
      asked.map((form) =>
        jwtVerify(form.get('subject_token') ?? '', keys, { typ: 'koppel-person+jwt', audience: hub }),
      ),
    );
    expect(statements.map(({ payload }) => payload.sub)).toEqual(['emp-7f3a91', 'emp-20b8c4']);
    expect(statements[0]?.payload.iss).toBe('00000009999000000001:desk');
    expect(asked[0]?.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:token-exchange');
    const assertion = await jwtVerify(asked[0]?.get('client_assertion') ?? '', keys, { typ: 'JWT' });
    expect(assertion.payload.jti).not.toBe(statements[0]?.payload.jti);
    expect(seen.slice(0, 3).map(({ authorization }) => authorization)).toEqual([
      undefined,
      'Bearer token-1',
      'Bearer token-1',
    ]);
  });

  test('throws what the hub refuses as the error that the hub meant', async () => {
    await expect(client().get('/v1/refused')).rejects.toMatchObject({
      code: 'agreement.suspended',
      details: { ledgerIndex: 7 },
    });
  });

  test('tells a hub that is not there from a hub that says no', async () => {
    await expect(client('http://127.0.0.1:1').get('/v1/agreements')).rejects.toMatchObject({ code: 'hub.unavailable' });
    await expect(client().get('/v1/strange')).rejects.toMatchObject({ code: 'hub.failed' });
  });

  test('gives a text as a text and a JSON body parsed', async () => {
    await expect(client().get('/v1/note')).resolves.toBe('a note\n');
    await expect(client().post('/v1/agreements', {})).resolves.toEqual({ well: true });
  });
});
