import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';
import { oins } from '../fixtures.ts';
import { createSigner, signAssertion } from './clients.ts';
import { IdentityHouse } from './house.ts';
import { operator } from './room.ts';

let house: IdentityHouse;
beforeAll(async () => {
  house = await IdentityHouse.open();
});
beforeEach(() => house.empty());
afterAll(() => house.close());

describe('from nothing to a partner that can ask', () => {
  test('takes the operator three requests, and the partner one', async () => {
    const token = await house.operatorToken();
    const organisation = { oin: oins.requester, name: 'Example police unit', collaborations: ['example-region'] };
    const registered = await house.send('POST /v1/organisations', token, organisation);
    expect([registered.status, JSON.parse(registered.text)]).toEqual([201, { ...organisation, status: 'active' }]);
    const signer = createSigner('ES256');
    const path = `/v1/organisations/${oins.requester}/keys`;
    const key = await house.send(`POST ${path}`, token, {
      use: 'client',
      client: 'intake',
      scopes: ['exchange'],
      jwk: signer.jwk,
    });
    expect([key.status, JSON.parse(key.text).kid]).toEqual([201, signer.kid]);
    house.room.clock.time += 1;
    expect((await house.send(`POST ${path}`, token, { use: 'agreement', jwk: createSigner().jwk })).status).toBe(201);

    const own = await house.tokenOf(signer);
    expect(JSON.parse((await house.get('/v1/organisations', own)).text).organisations).toHaveLength(1);
    expect(JSON.parse((await house.get(path, own)).text).keys.map(({ use }: { use: string }) => use)).toEqual([
      'client',
      'agreement',
    ]);
    expect(house.room.ledger.map(({ type }) => type).slice(2)).toEqual([
      'organisation.registered',
      'key.registered',
      'key.registered',
    ]);
  });

  test('a token is answered as RFC 6749 says, and stored by nobody', async () => {
    const signer = await house.room.admit(oins.requester, ['exchange', 'ledger']);
    const { status, headers, text } = await house.askToken(await signAssertion(signer));
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(JSON.parse(text)).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'exchange ledger',
    });
  });

  test('a system replaces its own key, and the old one goes', async () => {
    const old = await house.room.admit(oins.requester);
    const token = await house.tokenOf(old);
    const fresh = createSigner();
    const path = `/v1/organisations/${oins.requester}/keys`;
    expect(
      (
        await house.send(`POST ${path}`, token, {
          use: 'client',
          client: 'intake',
          scopes: ['exchange'],
          jwk: fresh.jwk,
        })
      ).status,
    ).toBe(201);
    expect((await house.send(`DELETE ${path}/${old.kid}`, await house.tokenOf(fresh))).status).toBe(200);
    expect((await house.askToken(await signAssertion(old))).code).toBe('client.assertion-invalid');
  });

  test('a private key is refused, named by its path, and repeated nowhere', async () => {
    const secret = createSigner().privateKey.export({ format: 'jwk' });
    await house.room.admit(oins.requester);
    const { status, text } = await house.send(
      `POST /v1/organisations/${oins.requester}/keys`,
      await house.operatorToken(),
      {
        use: 'client',
        client: 'intake',
        scopes: ['exchange'],
        jwk: secret,
      },
    );
    expect([status, JSON.parse(text).faults[0].path]).toEqual([400, '/body/jwk/d']);
    expect(text + house.door.log.text()).not.toContain(secret.d);
  });
});

describe('an organisation of others', () => {
  test('is answered byte for byte like one that does not exist', async () => {
    const token = await house.tokenOf(await house.room.admit(oins.requester, ['exchange', 'agreements']));
    const elsewhere = { oin: oins.provider, name: 'Example municipality', collaborations: ['another-region'] };
    await house.room.organisations.register(operator, elsewhere);
    const foreign = await house.room.admit(oins.provider);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/keys'],
      ['DELETE', `/keys/${foreign.kid}`],
    ] as const) {
      const [exists, absent] = await Promise.all(
        [oins.provider, oins.stranger].map((oin) => house.send(`${method} /v1/organisations/${oin}${path}`, token)),
      );
      expect([exists?.status, exists?.code]).toEqual([404, 'resource.not-found']);
      expect(exists?.text).toBe(absent?.text);
    }
  });

  test('cannot be registered, nor get keys, by a partner', async () => {
    const token = await house.tokenOf(await house.room.admit(oins.requester, ['exchange', 'agreements', 'ledger']));
    const organisation = { oin: oins.stranger, name: 'Stranger', collaborations: [] };
    expect((await house.send('POST /v1/organisations', token, organisation)).code).toBe('token.insufficient-scope');
    await house.room.admit(oins.provider);
    const key = { use: 'client', client: 'intake', scopes: ['exchange'], jwk: createSigner().jwk };
    expect((await house.send(`POST /v1/organisations/${oins.provider}/keys`, token, key)).code).toBe(
      'resource.not-found',
    );
  });
});

describe('a revoked key', () => {
  const path = '/v1/organisations';

  test('ends the tokens that were given for it as soon as the event arrives', async () => {
    const signer = await house.room.admit(oins.requester);
    const token = await house.tokenOf(signer);
    expect((await house.get(path, token)).status).toBe(200);
    house.deliverEvents();
    await house.send(`DELETE ${path}/${oins.requester}/keys/${signer.kid}`, await house.operatorToken());
    const isRefused = async () => (await house.get(path, token)).code === 'token.invalid';
    await waitUntil(isRefused, 'the token was refused, by a clock that stands still');
  });

  test('ends them within two seconds where it does not', async () => {
    const signer = await house.room.admit(oins.requester);
    const token = await house.tokenOf(signer);
    expect((await house.get(path, token)).status).toBe(200);
    await house.send(`DELETE ${path}/${oins.requester}/keys/${signer.kid}`, await house.operatorToken());
    house.room.clock.time += 1_999;
    expect((await house.get(path, token)).code).toBe('token.invalid');
  });

  test('so does an organisation that is no longer active', async () => {
    const token = await house.tokenOf(await house.room.admit(oins.requester));
    expect((await house.get(path, token)).status).toBe(200);
    await house.room.database.queryAs('app', `UPDATE organisation SET status = 'inactive'`);
    house.room.clock.time += 1_999;
    expect([(await house.get(path, token)).status, (await house.get(path, token)).code]).toEqual([
      403,
      'organisation.inactive',
    ]);
  });
});
