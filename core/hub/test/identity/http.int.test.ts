import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog, waitUntil } from '@koppel/testkit';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { ServiceBroker } from 'moleculer';
import { identityRoutes } from '../../src/identity/identity.routes.ts';
import { createIdentityService } from '../../src/identity/identity.service.ts';
import { createGatewayService } from '../../src/gateway/gateway.service.ts';
import { createCall } from '../../src/platform/broker.ts';
import { Door, type Answer } from '../gateway/door.ts';
import { now, oins } from '../fixtures.ts';
import { createSigner, forge, issuer, signAssertion, type AssertionChange, type Signer } from './clients.ts';
import { formOf, IdentityRoom } from './room.ts';

let room: IdentityRoom;
let door: Door;
let operatorSigner: Signer;

const broker = new ServiceBroker({ logger: false, skipProcessEventRegistration: true });

beforeAll(async () => {
  room = await IdentityRoom.open();
  door = await Door.open(identityRoutes, {
    issuer,
    clock: room.clock,
    limits: { requestsPerSecondPerClient: 1000, tokensPerMinutePerAddress: 10_000, inFlight: 100 },
  });
  const { organisations, tokens, store, keys } = room;
  broker.createService(createIdentityService({ organisations, tokens, store, keys, log: silentLog }));
  broker.createService(createGatewayService(door.gateway));
  await broker.start();
  door.answer = createCall(broker) as Door['answer'];
});
beforeEach(async () => {
  await room.empty();
  door.gateway.forgetTokens();
  room.onAnnounce = () => undefined;
  operatorSigner = createSigner();
  await room.organisations.bootstrapOperator({
    oin: oins.operator,
    name: 'Operator',
    client: 'console',
    jwk: operatorSigner.jwk,
  });
});
afterAll(async () => {
  await door.close();
  await broker.stop();
  await room.close();
});

const askToken = (assertion: string): Promise<Answer> =>
  door.ask({
    method: 'POST',
    path: '/v1/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(formOf(assertion)).toString(),
  });

async function tokenOf(
  signer: Signer,
  subject = `${oins.requester}:intake`,
  change: AssertionChange = {},
): Promise<string> {
  const claims = { iss: subject, sub: subject, ...change.claims };
  const { text } = await askToken(await signAssertion(signer, { clock: room.clock, ...change, claims }));
  return String((JSON.parse(text) as { access_token: string }).access_token);
}

const operatorToken = () => tokenOf(operatorSigner, `${oins.operator}:console`);
const get = (path: string, token: string) => door.ask({ path, headers: { authorization: `Bearer ${token}` } });
const send = (methodAndPath: string, token: string, body?: unknown) => {
  const [method = '', path = ''] = methodAndPath.split(' ');
  return door.ask({
    method,
    path,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

describe('from nothing to a partner that can ask', () => {
  test('takes the operator three requests, and the partner one', async () => {
    const token = await operatorToken();
    const organisation = { oin: oins.requester, name: 'Example police unit', collaborations: ['example-region'] };
    const registered = await send('POST /v1/organisations', token, organisation);
    expect([registered.status, JSON.parse(registered.text)]).toEqual([201, { ...organisation, status: 'active' }]);
    const signer = createSigner('ES256');
    const path = `/v1/organisations/${oins.requester}/keys`;
    const key = await send(`POST ${path}`, token, {
      use: 'client',
      client: 'intake',
      scopes: ['exchange'],
      jwk: signer.jwk,
    });
    expect([key.status, JSON.parse(key.text).kid]).toEqual([201, signer.kid]);
    expect((await send(`POST ${path}`, token, { use: 'agreement', jwk: createSigner().jwk })).status).toBe(201);

    const own = await tokenOf(signer);
    expect(JSON.parse((await get('/v1/organisations', own)).text).organisations).toHaveLength(1);
    expect(JSON.parse((await get(path, own)).text).keys.map(({ use }: { use: string }) => use)).toEqual([
      'client',
      'agreement',
    ]);
    expect(room.ledger.map(({ type }) => type).slice(2)).toEqual([
      'organisation.registered',
      'key.registered',
      'key.registered',
    ]);
  });

  test('a token is answered as RFC 6749 says, and stored by nobody', async () => {
    const signer = await room.admit(oins.requester, ['exchange', 'ledger']);
    const { status, headers, text } = await askToken(await signAssertion(signer));
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(JSON.parse(text)).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'exchange ledger',
    });
  });

  test('a system replaces its own key, and the old one goes', async () => {
    const old = await room.admit(oins.requester);
    const token = await tokenOf(old);
    const fresh = createSigner();
    const path = `/v1/organisations/${oins.requester}/keys`;
    expect(
      (await send(`POST ${path}`, token, { use: 'client', client: 'intake', scopes: ['exchange'], jwk: fresh.jwk }))
        .status,
    ).toBe(201);
    expect((await send(`DELETE ${path}/${old.kid}`, await tokenOf(fresh))).status).toBe(200);
    expect((await askToken(await signAssertion(old))).code).toBe('client.assertion-invalid');
  });

  test('a private key is refused, named by its path, and repeated nowhere', async () => {
    const secret = createSigner().privateKey.export({ format: 'jwk' });
    await room.admit(oins.requester);
    const { status, text } = await send(`POST /v1/organisations/${oins.requester}/keys`, await operatorToken(), {
      use: 'client',
      client: 'intake',
      scopes: ['exchange'],
      jwk: secret,
    });
    expect([status, JSON.parse(text).faults[0].path]).toEqual([400, '/body/jwk/d']);
    expect(text + door.log.text()).not.toContain(secret.d);
  });
});

describe('an organisation of others', () => {
  test('is answered byte for byte like one that does not exist', async () => {
    const token = await tokenOf(await room.admit(oins.requester, ['exchange', 'agreements']));
    const foreign = await room.admit(oins.provider);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/keys'],
      ['DELETE', `/keys/${foreign.kid}`],
    ] as const) {
      const [exists, absent] = await Promise.all(
        [oins.provider, oins.stranger].map((oin) => send(`${method} /v1/organisations/${oin}${path}`, token)),
      );
      expect([exists?.status, exists?.code]).toEqual([404, 'resource.not-found']);
      expect(exists?.text).toBe(absent?.text);
    }
  });

  test('cannot be registered, nor get keys, by a partner', async () => {
    const token = await tokenOf(await room.admit(oins.requester, ['exchange', 'agreements', 'ledger']));
    const organisation = { oin: oins.stranger, name: 'Stranger', collaborations: [] };
    expect((await send('POST /v1/organisations', token, organisation)).code).toBe('token.insufficient-scope');
    await room.admit(oins.provider);
    const key = { use: 'client', client: 'intake', scopes: ['exchange'], jwk: createSigner().jwk };
    expect((await send(`POST /v1/organisations/${oins.provider}/keys`, token, key)).code).toBe('resource.not-found');
  });
});

describe('a revoked key', () => {
  const path = '/v1/organisations';

  test('ends the tokens that were given for it as soon as the event arrives', async () => {
    const signer = await room.admit(oins.requester);
    const token = await tokenOf(signer);
    expect((await get(path, token)).status).toBe(200);
    room.onAnnounce = (oin) => void broker.broadcast('identity.changed', { oin });
    await send(`DELETE ${path}/${oins.requester}/keys/${signer.kid}`, await operatorToken());
    const isRefused = async () => (await get(path, token)).code === 'token.invalid';
    await waitUntil(isRefused, 'the token was refused, by a clock that stands still');
  });

  test('ends them within two seconds where it does not', async () => {
    const signer = await room.admit(oins.requester);
    const token = await tokenOf(signer);
    expect((await get(path, token)).status).toBe(200);
    await send(`DELETE ${path}/${oins.requester}/keys/${signer.kid}`, await operatorToken());
    room.clock.time += 1_999;
    expect((await get(path, token)).code).toBe('token.invalid');
  });

  test('so does an organisation that is no longer active', async () => {
    const token = await tokenOf(await room.admit(oins.requester));
    expect((await get(path, token)).status).toBe(200);
    await room.database.queryAs('app', `UPDATE organisation SET status = 'inactive'`);
    room.clock.time += 1_999;
    expect([(await get(path, token)).status, (await get(path, token)).code]).toEqual([403, 'organisation.inactive']);
  });
});

describe('an attacker with', () => {
  const path = '/v1/organisations';
  let signer: Signer;
  let token: string;
  beforeEach(async () => {
    signer = await room.admit(oins.requester);
    token = await tokenOf(signer);
  });

  const mac = (unsigned: string, key: string) =>
    createHmac('sha256', Buffer.from(key, 'base64url')).update(unsigned).digest('base64url');
  const parts = () => [{ ...decodeProtectedHeader(token) }, decodeJwt(token)] as const;

  test.each<[string, () => string, string]>([
    ['no signature', () => forge({ ...parts()[0], alg: 'none' }, parts()[1], ''), '401 token.invalid'],
    ['the algorithm none', () => forge({ ...parts()[0], alg: 'none' }, parts()[1]), '401 token.wrong-algorithm'],
    [
      'a public key as a secret',
      () => {
        const unsigned = forge({ ...parts()[0], alg: 'HS256' }, parts()[1])
          .split('.')
          .slice(0, 2)
          .join('.');
        return `${unsigned}.${mac(unsigned, String(signer.jwk['x']))}`;
      },
      '401 token.wrong-algorithm',
    ],
    [
      'a scope written in',
      () => {
        const [head, , signature] = token.split('.');
        return [
          head,
          Buffer.from(JSON.stringify({ ...parts()[1], scope: 'operate' })).toString('base64url'),
          signature,
        ].join('.');
      },
      '401 token.invalid',
    ],
    [
      'the assertion in place of a token',
      () => forge({ alg: 'EdDSA', typ: 'JWT', kid: signer.kid }, { sub: oins.requester }),
      '401 token.invalid',
    ],
    ['a token of 8 KiB', () => `${token}${'x'.repeat(8192)}`, '401 token.invalid'],
    ['a token with white space in it', () => token.replace('.', '. '), '401 token.invalid'],
    [
      'a path as the id of a key',
      () => forge({ ...parts()[0], kid: '../keys/token-000001.jwk' }, parts()[1]),
      '401 token.invalid',
    ],
  ])('%s gets nowhere', async (_title, make, expected) => {
    const { status, code } = await get(path, make());
    expect(`${status} ${String(code)}`).toBe(expected);
  });

  test('a token that has expired is told so', async () => {
    room.clock.time = now + 301_000;
    expect((await get(path, token)).code).toBe('token.expired');
  });

  test('two Authorization headers gets nowhere, whichever is right', async () => {
    for (const authorization of [
      [`Bearer ${token}`, 'Bearer a.b.c'],
      ['Bearer a.b.c', `Bearer ${token}`],
    ]) {
      expect((await door.ask({ path, headers: { authorization } as never })).code).toBe('token.invalid');
    }
  });

  test('an assertion that was overheard gets no second token', async () => {
    const assertion = await signAssertion(signer);
    expect((await askToken(assertion)).status).toBe(200);
    const { status, code, text } = await askToken(assertion);
    expect([status, code, JSON.parse(text).error]).toEqual([401, 'client.assertion-replayed', undefined]);
  });

  test('an assertion for another hub gets no token', async () => {
    const answered = await askToken(await signAssertion(signer, { claims: { aud: 'https://other.example' } }));
    expect([answered.status, answered.code]).toEqual([401, 'client.assertion-invalid']);
  });
});
