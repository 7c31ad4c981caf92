import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { oins } from '../fixtures.ts';
import type { Answer } from '../gateway/door.ts';
import { createSigner, signAssertion, signSubjectToken, type Signer } from './clients.ts';
import { IdentityHouse } from './house.ts';
import { aMandate } from './mandate-drafts.ts';
import { exchangeFormOf } from './room.ts';

const person = 'emp-7f3a91';
const path = '/v1/mandates';

let house: IdentityHouse;
let signer: Signer;
let system: string;
let own: string;
beforeAll(async () => {
  house = await IdentityHouse.open();
});
beforeEach(async () => {
  await house.empty();
  signer = await house.room.admit(oins.requester, ['exchange', 'agreements', 'mandates', 'cases']);
  system = await house.tokenOf(signer);
  own = await house.room.personTokenFor(signer);
});
afterAll(() => house.close());

const bodyOf = ({ text }: Answer) => JSON.parse(text);
const outcomeOf = ({ status, code }: Answer): string => `${status} ${String(code)}`;

describe('from a mandate to a person who acts on it', () => {
  test('takes the organisation two requests, and ends with one', async () => {
    const given = await house.send(`POST ${path}`, system, aMandate());
    expect([given.status, given.headers['etag']]).toEqual([201, '"1"']);
    const { id } = bodyOf(given);
    const me = { oin: oins.requester, client: 'intake', person, scopes: ['cases', 'exchange'] };
    expect(bodyOf(await house.get('/v1/me', own))).toMatchObject({
      ...me,
      mandates: [{ mandate: id, role: 'case-chair' }],
    });
    const reason = { reason: 'Left the department' };
    const revoke = (ifMatch: string) =>
      house.door.ask({
        method: 'POST',
        path: `${path}/${id}/revocation`,
        headers: { authorization: `Bearer ${system}`, 'content-type': 'application/json', 'if-match': ifMatch },
        body: JSON.stringify(reason),
      });
    expect(outcomeOf(await revoke('"2"'))).toBe('409 resource.changed');
    const revoked = await revoke('"1"');
    expect([revoked.status, revoked.headers['etag'], bodyOf(revoked)]).toMatchObject([
      200,
      '"2"',
      { status: 'revoked' },
    ]);
    expect(bodyOf(await house.get('/v1/me', own))).toEqual({ ...me, mandates: [] });
  });

  test('a token exchange is answered as RFC 8693 says', async () => {
    const answer = await house.postForm(exchangeFormOf(await signAssertion(signer), await signSubjectToken(signer)));
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(bodyOf(answer)).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'cases exchange',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
  });

  test('a system is nobody, and has no mandates', async () => {
    await house.send(`POST ${path}`, system, aMandate());
    const me = bodyOf(await house.get('/v1/me', system));
    expect(me).toEqual({
      oin: oins.requester,
      client: 'intake',
      scopes: ['agreements', 'cases', 'exchange', 'mandates'],
      mandates: [],
    });
  });
});

describe('a person', () => {
  test.each<[string, string, object]>([
    ['give a mandate', 'POST /v1/mandates', aMandate()],
    ['revoke one', 'POST /v1/mandates/01938c5e-8c00-7000-8000-000000000001/revocation', { reason: 'No more' }],
    [
      'register an organisation',
      'POST /v1/organisations',
      { oin: oins.stranger, name: 'Stranger', collaborations: [] },
    ],
    [
      'register a key of the system',
      `POST /v1/organisations/${oins.requester}/keys`,
      { use: 'client', client: 'intake', scopes: ['cases'], jwk: createSigner().jwk },
    ],
  ])('cannot %s', async (_title, methodAndPath, body) => {
    expect(outcomeOf(await house.send(methodAndPath, own, body))).toBe('403 token.insufficient-scope');
  });

  test('cannot revoke the key of the system', async () => {
    const answer = await house.send(`DELETE /v1/organisations/${oins.requester}/keys/${signer.kid}`, own);
    expect(outcomeOf(answer)).toBe('403 token.insufficient-scope');
  });

  test('sees no mandate but their own, and one of others as if there were none', async () => {
    const { id } = bodyOf(await house.send(`POST ${path}`, system, aMandate({ person: 'emp-20b8c4' })));
    expect(bodyOf(await house.get(path, own))).toEqual({ items: [] });
    const [exists, absent] = await Promise.all(
      [id, '01938c5e-8c00-7000-8000-000000000009'].map((one) => house.get(`${path}/${one}`, own)),
    );
    expect(outcomeOf(exists as Answer)).toBe('404 resource.not-found');
    expect(exists?.text).toBe(absent?.text);
  });
});

describe('the mandates of an organisation', () => {
  test('come in pages that a cursor leads through', async () => {
    for (const who of ['emp-0001', 'emp-0002', 'emp-0003'])
      await house.send(`POST ${path}`, system, aMandate({ person: who }));
    const first = bodyOf(await house.get(`${path}?limit=2&role=case-chair&level=operational&status=active`, system));
    const last = bodyOf(await house.get(`${path}?limit=2&after=${first.next}`, system));
    const people = [...first.items, ...last.items].map((mandate: { person: string }) => mandate.person);
    expect([people, last.next]).toEqual([['emp-0003', 'emp-0002', 'emp-0001'], undefined]);
  });

  test.each(['after=garbage', 'after=eyJpZCI6MX0', 'limit=0', 'limit=201', 'level=local', `person=${person}`])(
    'are not found with %s',
    async (query) => {
      expect(outcomeOf(await house.get(`${path}?${query}`, system))).toBe('400 request.invalid');
    },
  );

  test('have to be given by themselves: a draft for another organisation has no place for it', async () => {
    const answer = await house.send(`POST ${path}`, system, { ...aMandate(), oin: oins.provider });
    expect(outcomeOf(answer)).toBe('400 request.invalid');
  });

  test.each<[string, object, string]>([
    ['a name in place of a pseudonym', { person: 'Jan Voorbeeld' }, '/body/person'],
    ['no end', { until: undefined }, '/body'],
    ['a decision with a control character', { decision: 'MB-\u0007-17' }, '/body/decision'],
  ])('cannot have %s', async (_title, change, at) => {
    const answer = await house.send(`POST ${path}`, system, { ...aMandate(), ...change });
    expect(outcomeOf(answer)).toBe('400 request.invalid');
    expect(bodyOf(answer).faults).toMatchObject([{ path: at }]);
  });

  test('tell all that is wrong with one at once, and repeat none of it', async () => {
    const draft = aMandate({ role: 'mayor', until: '2020-01-01T00:00:00Z' });
    const answer = await house.send(`POST ${path}`, system, draft);
    expect(outcomeOf(answer)).toBe('400 mandate.invalid');
    expect(bodyOf(answer).faults.map((fault: { path: string }) => fault.path)).toEqual([
      '/body/role',
      '/body/until',
      '/body/until',
    ]);
    expect(answer.text).not.toMatch(/mayor|2020/);
  });
});

test('no pseudonym of a person is in any log', async () => {
  await house.send(`POST ${path}`, system, aMandate());
  await house.get('/v1/me', own);
  expect(house.door.log.text()).not.toContain(person);
});
