import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { hubRoutes } from '../../src/hub.ts';
import { oins } from '../fixtures.ts';
import { caller, Door, tokenOf } from '../gateway/door.ts';
import { createSigner, signAssertion, signSubjectToken, type Signer } from './clients.ts';
import { IdentityHouse } from './house.ts';
import { exchangeFormOf, formOf } from './room.ts';

const bsn = '999990019';
const person = 'emp-7f3a91';
const intake = { oin: oins.requester, client: 'intake' };
const trace = { transaction: expect.stringMatching(/^[0-9a-f-]{36}$/), traceparent: expect.stringMatching(/^00-/) };

let house: IdentityHouse;
let signer: Signer;
beforeAll(async () => {
  house = await IdentityHouse.open();
  await house.empty();
  signer = await house.room.admit(oins.requester, ['exchange', 'cases']);
});
beforeEach(() => {
  // Each kind is told at once, not counted with those of another test.
  house.security.flush();
  house.door.log.lines.length = 0;
});
afterAll(() => house.close());

const told = () => house.door.log.lines.map(({ level, fields }) => ({ level, ...fields }));

describe('a token that is given', () => {
  test('is told with its system and what it allows, and is not in the line', async () => {
    const token = await house.tokenOf(signer);
    const scopes = ['cases', 'exchange'];
    expect(told()).toEqual([
      { level: 'info', event: 'token.given', ...intake, forPerson: false, scopes, ...trace, times: 1 },
    ]);
    expect(house.door.log.text()).not.toContain(token.split('.')[2]);
  });

  test('to a person is told without the person', async () => {
    const claims = { sub: person };
    const { status } = await house.postForm(
      exchangeFormOf(await signAssertion(signer), await signSubjectToken(signer, { claims })),
    );
    expect([status, told()]).toMatchObject([200, [{ event: 'token.given', ...intake, forPerson: true }]]);
    expect(house.door.log.text()).not.toContain(person);
  });
});

describe('a token that is refused', () => {
  test('is told with the reason, and with the system whose key the assertion names', async () => {
    const forged = await signAssertion({ ...createSigner(), kid: signer.kid });
    const { status, headers } = await house.postForm(formOf(forged));
    const [line] = told();
    expect([status, told().length]).toEqual([401, 1]);
    expect(line).toMatchObject({ level: 'warn', event: 'token.refused', code: 'client.assertion-invalid', ...intake });
    expect(line).toMatchObject({ transaction: headers['fsc-transaction-id'], traceparent: headers['traceparent'] });
  });

  test('to a system that nobody knows is told without what it called itself', async () => {
    const claims = { iss: `${oins.stranger}:c${bsn}`, sub: `${oins.stranger}:c${bsn}` };
    await house.postForm(formOf(await signAssertion(createSigner(), { claims })));
    await house.postForm(formOf(`${bsn}.${bsn}.${bsn}`));
    const refused = { level: 'warn', event: 'token.refused', code: 'client.assertion-invalid', forPerson: false };
    expect(told()).toEqual([{ ...refused, ...trace, times: 1 }]);
    house.security.flush();
    expect(told()).toHaveLength(2);
    expect(house.door.log.text()).not.toContain(bsn);
  });

  test('because its assertion was used before is told, and because more was asked than its key allows', async () => {
    const assertion = await signAssertion(signer);
    await house.postForm(formOf(assertion));
    await house.postForm(formOf(assertion));
    await house.postForm(formOf(await signAssertion(signer), { scope: 'operate' }));
    expect(told().map((line) => 'code' in line && line.code)).toEqual([
      false,
      'client.assertion-replayed',
      'token.insufficient-scope',
    ]);
  });
});

describe('a request that is refused', () => {
  test.each([
    ['without a token', 'token.missing', { path: '/v1/me' }],
    ['with a token of nobody', 'token.invalid', { path: '/v1/me', headers: { authorization: 'Bearer a.b.c' } }],
    ['at an address that there is not', 'request.not-found', { path: `/v1/persons/${bsn}` }],
  ])('%s is told without a name', async (_title, code, question) => {
    await house.door.ask(question);
    expect(told()).toMatchObject([{ level: 'warn', event: 'request.refused', code, times: 1 }]);
    expect(told()[0]).not.toHaveProperty('oin');
    expect(house.door.log.text()).not.toContain(bsn);
  });

  test('because its token allows less, or because the thing is hidden, is told with its system and the route', async () => {
    const token = await house.tokenOf(signer);
    house.door.log.lines.length = 0;
    await house.get('/v1/hub-keys', token);
    await house.get('/v1/organisations/00000009999000000099', token);
    expect(told()).toMatchObject([
      { code: 'token.insufficient-scope', ...intake, route: '/v1/hub-keys', ...trace },
      { code: 'resource.not-found', ...intake, route: '/v1/organisations/:oin', ...trace },
    ]);
  });
});

describe('an exchange that is refused', () => {
  let door: Door;
  beforeAll(async () => {
    door = await Door.open(hubRoutes);
  });
  afterAll(() => door.close());

  const ask = async (error: KoppelError, authorization = `Bearer ${tokenOf()}`): Promise<string[]> => {
    door.log.lines.length = 0;
    door.answer = (name) => (name === 'identity.verify' ? Promise.resolve(caller) : Promise.reject(error));
    const request = { agreement: '01938c5e-8c00-7000-8000-000000000001', operation: 'municipality.find-residents' };
    const actor = { id: person, role: 'intelligence-officer' };
    const body = { ...request, purpose: 'prevent-and-detect-offences', actor, request: { bsn } };
    await door.post('/v1/exchanges', body, { authorization });
    return door.log.lines.map(({ fields }) => String((fields as { code?: string }).code));
  };

  test('by its agreement is an entry of the ledger and no line here', async () => {
    expect(await ask(new KoppelError('agreement.suspended', undefined, { details: { ledgerIndex: 7 } }))).toEqual([]);
  });

  test('before the gate has no entry, and a line', async () => {
    expect(await ask(new KoppelError('hub.failed'), 'Bearer x')).toEqual(['token.invalid']);
  });
});

test('what is wrong without being refused is told to its caller alone', async () => {
  const headers = { 'content-type': 'application/json' };
  await house.door.ask({ method: 'POST', path: '/v1/token', headers, body: '{}' });
  expect(told()).toEqual([]);
});
