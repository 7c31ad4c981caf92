import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { now, oins } from '../fixtures.ts';
import { signAssertion, signSubjectToken, type Signer } from '../identity/clients.ts';
import { IdentityHouse } from '../identity/house.ts';
import { exchangeFormOf, formOf } from '../identity/room.ts';
import type { Answer } from '../gateway/door.ts';
import { base64, claimsOf, forgeries, headerOf, signText, system, type Statement } from './forgeries.ts';

const seconds = now / 1000;

let house: IdentityHouse;
let signer: Signer;
beforeAll(async () => {
  house = await IdentityHouse.open();
  await house.empty();
  signer = await house.room.admit(oins.requester, ['cases', 'exchange']);
});
afterAll(() => house.close());

const roles = {
  'client assertion': {
    typ: 'JWT',
    sub: system,
    send: async (statement: string) => house.postForm(formOf(statement)),
    codes: ['client.assertion-invalid', 'token.wrong-algorithm', 'request.invalid'],
  },
  'subject token': {
    typ: 'koppel-person+jwt',
    sub: 'emp-7f3a91',
    send: async (statement: string) => house.postForm(exchangeFormOf(await signAssertion(signer), statement)),
    codes: ['request.invalid', 'token.wrong-algorithm'],
  },
} as const;
type Role = keyof typeof roles;

const statementOf = (role: Role): Statement => ({ signer, typ: roles[role].typ, sub: roles[role].sub });

const soundOf = (role: Role): string =>
  signText(statementOf(role), headerOf(statementOf(role)), claimsOf(statementOf(role)));

const answerOf = ({ status, code, headers, text }: Answer) => ({
  status,
  code,
  type: headers['content-type'],
  isToken: text.includes('access_token'),
});

describe.each(Object.keys(roles) as Role[])('a %s', (role) => {
  const { send, codes } = roles[role];

  test('without any fault gets a token, so that the refusals below mean something', async () => {
    expect(answerOf(await send(soundOf(role)))).toMatchObject({
      status: 200,
      isToken: true,
    });
  });

  test.each(Object.entries(forgeries))('with %s gets none, and an answer that the hub knows', async (_title, make) => {
    const { status, code, type, isToken } = answerOf(await send(make(statementOf(role))));
    expect([isToken, type]).toEqual([false, 'application/problem+json; charset=utf-8']);
    expect(codes).toContain(code);
    expect([400, 401]).toContain(status);
  });

  test('is used once, however its text is spelled', async () => {
    const by = statementOf(role);
    const header = headerOf(by);
    const claims = claimsOf(by, { jti: randomUUID() });
    expect((await send(signText(by, header, claims))).status).toBe(200);
    const spaced = signText(by, header, claims.replaceAll(',', ' ,\n'));
    const padded = `${signText(by, header, claims)}==`;
    for (const again of [signText(by, header, claims), spaced, padded])
      expect((await send(again)).text).not.toContain('access_token');
  });

  test('is used once, also for a node whose clock runs half a minute behind the one that tidied up', async () => {
    const statement = soundOf(role);
    expect((await send(statement)).status).toBe(200);
    await house.room.store.pruneAssertions(new Date(now + 80_000));
    expect((await send(statement)).code).toBe('client.assertion-replayed');
  });
});

describe('what was made for one purpose', () => {
  const grant = async (): Promise<string> => {
    const { text } = await house.postForm(formOf(await signAssertion(signer)));
    return String((JSON.parse(text) as { access_token: string }).access_token);
  };
  const codeOf = async (form: Record<string, string>) => (await house.postForm(form)).code;

  test('counts for no other: tokens, assertions and subject tokens change places in vain', async () => {
    const token = await grant();
    const [assertion, voucher] = [await signAssertion(signer), await signSubjectToken(signer)];
    expect([
      await codeOf(formOf(token)),
      await codeOf(formOf(voucher)),
      await codeOf(exchangeFormOf(assertion, token)),
      await codeOf(exchangeFormOf(await signAssertion(signer), await signAssertion(signer))),
      (await house.get('/v1/organisations', await signAssertion(signer))).code,
      (await house.get('/v1/organisations', voucher)).code,
    ]).toEqual([
      'client.assertion-invalid',
      'client.assertion-invalid',
      'request.invalid',
      'request.invalid',
      'token.invalid',
      'token.invalid',
    ]);
  });

  test('is not taken twice in one form, whichever comes first', async () => {
    const good = new URLSearchParams(formOf(await signAssertion(signer))).toString();
    for (const body of [`${good}&client_assertion=a.b.c`, `client_assertion=a.b.c&${good}`, `${good}&scope=operate`]) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const { text, status } = await house.door.ask({ method: 'POST', path: '/v1/token', headers, body });
      expect([status >= 400 && status < 500, text.includes('access_token')]).toEqual([true, false]);
    }
  });
});

/** Under the hub's own key: only what a token says can give it away. */
async function almost(claims: object, header: object = {}): Promise<string> {
  const key = await house.room.keys.current();
  const { text } = await house.postForm(formOf(await signAssertion(signer)));
  const real = decodeJwt(String((JSON.parse(text) as { access_token: string }).access_token));
  const head = JSON.stringify({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid, ...header });
  const message = `${base64(head)}.${base64(JSON.stringify({ ...real, ...claims }))}`;
  return `${message}.${Buffer.from(await key.sign(Buffer.from(message))).toString('base64url')}`;
}

describe('an access token of the hub’s own key', () => {
  const listing = async (token: string) => (await house.get('/v1/me', token)).code;

  test('counts as long as nothing is changed', async () => {
    expect((await house.get('/v1/me', await almost({}))).status).toBe(200);
  });

  test.each<[string, object, object]>([
    ['another issuer', { iss: 'https://hub.elsewhere.example' }, {}],
    ['another audience', { aud: 'https://hub.elsewhere.example' }, {}],
    ['no end', { exp: undefined }, {}],
    ['an end in words', { exp: 'never' }, {}],
    ['an end in the past', { exp: seconds - 1 }, {}],
    ['a beginning in the future', { nbf: seconds + 3600 }, {}],
    ['the type of an assertion', {}, { typ: 'JWT' }],
    ['no type', {}, { typ: undefined }],
    ['a crit', {}, { crit: ['exp'] }],
    ['a payload that is not encoded', {}, { crit: ['b64'], b64: false }],
    ['a kid of nobody', {}, { kid: 'k'.repeat(43) }],
    ['a kid with a zero byte', {}, { kid: '\0' }],
    ['another organisation', { oin: oins.provider }, {}],
    ['the key of nobody', { key: 'k'.repeat(43) }, {}],
    ['no key', { key: undefined }, {}],
    ['huge claims', { padding: 'x'.repeat(3_500) }, {}],
  ])('with %s counts for nothing', async (_title, claims, header) => {
    expect(await listing(await almost(claims, header))).toMatch(/^token\.(invalid|expired|wrong-audience)$/);
  });

  test('of another hub counts for nothing, also under the same name and the same kid', async () => {
    const other = await IdentityHouse.open();
    try {
      await other.empty();
      const foreign = await other.tokenOf(await other.room.admit(oins.requester));
      const { kid } = await house.room.keys.current();
      const [, claims = '', signature = ''] = foreign.split('.');
      const renamed = [base64(JSON.stringify({ alg: 'EdDSA', typ: 'at+jwt', kid })), claims, signature].join('.');
      expect([await listing(foreign), await listing(renamed)]).toEqual(['token.invalid', 'token.invalid']);
    } finally {
      await other.close();
    }
  });
});
