import { describe, expect, test } from '@jest/globals';
import { StatementReader } from '../../src/identity/signed-statement.ts';
import { subjectToken } from '../../src/identity/subject-token.ts';
import { now, oins } from '../fixtures.ts';
import {
  createSigner,
  expectCode,
  forge,
  issuer,
  keyOf,
  rules,
  signSubjectToken,
  type AssertionChange,
} from './clients.ts';

const reader = new StatementReader(subjectToken, rules);
const signer = createSigner();
const seconds = now / 1000;
const system = `${oins.requester}:intake`;

const judge = async (change: AssertionChange) => {
  const token = await signSubjectToken(signer, change);
  reader.read(token);
  return reader.verify(token, keyOf(signer));
};

describe('a subject token', () => {
  test('names its system as issuer and a pseudonym as subject', async () => {
    const token = await signSubjectToken(signer, { claims: { jti: 'one-of-a-kind' } });
    expect(reader.read(token)).toEqual({
      oin: oins.requester,
      client: 'intake',
      kid: signer.kid,
      subject: 'emp-7f3a91',
    });
    expect(await reader.verify(token, keyOf(signer))).toEqual({
      jti: 'one-of-a-kind',
      expiresAt: new Date((seconds + 110) * 1000),
    });
  });

  test.each<[string, AssertionChange]>([
    ['names nobody', { claims: { sub: undefined } }],
    ['names a person in a list', { claims: { sub: ['emp-7f3a91'] } }],
    ['names its system as the person', { claims: { sub: system } }],
    ['names a person in words', { claims: { sub: 'Jan Voorbeeld' } }],
    ['names a person by a number', { claims: { sub: '999990019' } }],
    ['names a person who is none of the house’s', { claims: { sub: 'emp' } }],
    ['names a person without end', { claims: { sub: `e${'x'.repeat(64)}` } }],
    ['has no system as issuer', { claims: { iss: 'emp-7f3a91' } }],
    ['is of the type of an assertion', { header: { typ: 'JWT' } }],
    ['is of the other type of an assertion', { header: { typ: 'client-authentication+jwt' } }],
    ['is of the type of an access token', { header: { typ: 'at+jwt' } }],
    ['has no type', { header: { typ: undefined } }],
    ['brings its own key', { header: { jwk: signer.jwk } }],
    ['is meant for another hub', { claims: { aud: 'https://other.example' } }],
    ['is meant for the hub and for others', { claims: { aud: [issuer, 'https://other.example'] } }],
    ['never expires', { claims: { exp: undefined } }],
    ['expires too far ahead', { claims: { exp: seconds + 66 } }],
    ['has expired', { claims: { exp: seconds - 6 } }],
    ['was issued in the future', { claims: { iat: seconds + 6 } }],
    ['has no jti', { claims: { jti: undefined } }],
  ])('that %s is refused as RFC 8693 asks', async (_title, change) => {
    const { details, status } = await expectCode(judge(change), 'request.invalid');
    expect([status, details['error'], details.faults?.[0]?.path]).toEqual([
      400,
      'invalid_request',
      '/body/subject_token',
    ]);
  });

  test.each(['none', 'HS256', 'RS256', 'Ed25519'])(
    'of algorithm "%s" is refused before any key is looked up',
    async (alg) => {
      const head = { alg, typ: 'koppel-person+jwt', kid: signer.kid };
      const error = await expectCode(
        () => reader.read(forge(head, { iss: system, sub: 'emp-7f3a91' })),
        'token.wrong-algorithm',
      );
      expect(error.details['error']).toBe('invalid_request');
    },
  );
});
