import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { now, oins } from '../fixtures.ts';
import { forge, signAssertion, type Signer } from './clients.ts';
import { IdentityHouse } from './house.ts';

let house: IdentityHouse;
beforeAll(async () => {
  house = await IdentityHouse.open();
});
beforeEach(() => house.empty());
afterAll(() => house.close());

describe('an attacker with', () => {
  const path = '/v1/organisations';
  let signer: Signer;
  let token: string;
  beforeEach(async () => {
    signer = await house.room.admit(oins.requester);
    token = await house.tokenOf(signer);
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
    const { status, code } = await house.get(path, make());
    expect(`${status} ${String(code)}`).toBe(expected);
  });

  test('a token that has expired is told so', async () => {
    house.room.clock.time = now + 301_000;
    expect((await house.get(path, token)).code).toBe('token.expired');
  });

  test('two Authorization headers gets nowhere, whichever is right', async () => {
    for (const authorization of [
      [`Bearer ${token}`, 'Bearer a.b.c'],
      ['Bearer a.b.c', `Bearer ${token}`],
    ]) {
      expect((await house.door.ask({ path, headers: { authorization } as never })).code).toBe('token.invalid');
    }
  });

  test('an assertion that was overheard gets no second token', async () => {
    const assertion = await signAssertion(signer);
    expect((await house.askToken(assertion)).status).toBe(200);
    const { status, code, text } = await house.askToken(assertion);
    expect([status, code, JSON.parse(text).error]).toEqual([401, 'client.assertion-replayed', undefined]);
  });

  test('an assertion for another hub gets no token', async () => {
    const answered = await house.askToken(await signAssertion(signer, { claims: { aud: 'https://other.example' } }));
    expect([answered.status, answered.code]).toEqual([401, 'client.assertion-invalid']);
  });
});
