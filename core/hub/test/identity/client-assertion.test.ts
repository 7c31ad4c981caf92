import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { OrganisationKey } from '../../src/platform/actions.ts';
import { clientAssertion } from '../../src/identity/client-assertion.ts';
import { StatementReader } from '../../src/identity/signed-statement.ts';
import { now, oins } from '../fixtures.ts';
import {
  createSigner,
  expectCode,
  forge,
  issuer,
  keyOf,
  rules,
  signAssertion,
  type AssertionChange,
} from './clients.ts';

const reader = new StatementReader(clientAssertion, rules);
const signer = createSigner();
const seconds = now / 1000;
const subject = `${oins.requester}:intake`;

const judge = async (change: AssertionChange, key: OrganisationKey = keyOf(signer)) => {
  const assertion = await signAssertion(signer, change);
  reader.read(assertion);
  return reader.verify(assertion, key);
};

describe('a client assertion', () => {
  test.each(['EdDSA', 'ES256', 'PS256'] as const)(
    'signed with %s by the key of its client is accepted',
    async (algorithm) => {
      const own = createSigner(algorithm);
      const assertion = await signAssertion(own, { claims: { jti: 'one-of-a-kind' } });
      expect(reader.read(assertion)).toEqual({
        oin: oins.requester,
        client: 'intake',
        kid: own.kid,
        subject,
      });
      expect(await reader.verify(assertion, keyOf(own))).toEqual({
        jti: 'one-of-a-kind',
        expiresAt: new Date((seconds + 110) * 1000),
      });
    },
  );

  test('may name the token endpoint as its audience', async () => {
    expect(await judge({ claims: { aud: `${issuer}/v1/token` } })).toBeDefined();
  });

  test.each<[string, AssertionChange]>([
    ['is meant for another hub', { claims: { aud: 'https://other.example' } }],
    ['is meant for an address below the hub', { claims: { aud: `${issuer}/v1` } }],
    ['is meant for the hub and for others', { claims: { aud: [issuer, 'https://other.example'] } }],
    ['is meant for nobody', { claims: { aud: undefined } }],
    ['has another issuer than subject', { claims: { iss: `${oins.provider}:intake` } }],
    ['has a subject that is no client', { claims: { sub: oins.requester, iss: oins.requester } }],
    ['has a subject with something behind it', { claims: { sub: `${subject}\n`, iss: `${subject}\n` } }],
    ['never expires', { claims: { exp: undefined } }],
    ['expires too far ahead', { claims: { exp: seconds + 66 } }],
    ['has expired', { claims: { exp: seconds - 6 } }],
    ['expires at a text', { claims: { exp: String(seconds + 50) } }],
    ['is not valid yet', { claims: { nbf: seconds + 6 } }],
    ['was issued in the future', { claims: { iat: seconds + 6 } }],
    ['has no jti', { claims: { jti: undefined } }],
    ['has a jti that is easily used twice', { claims: { jti: '1' } }],
    ['has a jti without end', { claims: { jti: 'x'.repeat(129) } }],
    ['has a jti with white space', { claims: { jti: 'a jti in words' } }],
    ['brings its own key', { header: { jwk: signer.jwk } }],
    ['points to a key elsewhere', { header: { jku: 'https://elsewhere.example/keys' } }],
    ['points to a certificate elsewhere', { header: { x5u: 'https://elsewhere.example/certificate' } }],
    ['names no key', { header: { kid: undefined } }],
    ['names its key without end', { header: { kid: 'x'.repeat(65) } }],
    ['is an access token', { header: { typ: 'at+jwt' } }],
    ['has no type', { header: { typ: undefined } }],
    ['is a subject token', { header: { typ: 'koppel-person+jwt' } }],
    ['has a person as its subject', { claims: { sub: 'emp-7f3a91' } }],
  ])('that %s is refused', async (_title, change) => {
    const error = await expectCode(judge(change), 'client.assertion-invalid');
    expect(error.details['error']).toBe('invalid_client');
  });

  test('is accepted within five seconds of difference between clocks', async () => {
    expect(await judge({ claims: { exp: seconds - 4 } })).toBeDefined();
    expect(await judge({ claims: { exp: seconds + 65, iat: seconds + 5, nbf: seconds + 5 } })).toBeDefined();
  });

  test('may have a jti of 8 to 128 characters and no time of issue', async () => {
    for (const jti of ['x'.repeat(8), 'x'.repeat(128)])
      expect(await judge({ claims: { jti, iat: undefined } })).toMatchObject({ jti });
    await expectCode(judge({ claims: { jti: 'x'.repeat(7) } }), 'client.assertion-invalid');
  });

  test('may name its key with 1 to 64 characters', async () => {
    for (const kid of ['k', 'k'.repeat(64)])
      expect(reader.read(await signAssertion(signer, { header: { kid } }))).toMatchObject({ kid });
    await expectCode(judge({ header: { kid: '' } }), 'client.assertion-invalid');
  });

  test('may be 4096 characters long', () => {
    const header = { alg: 'EdDSA', typ: 'JWT', kid: signer.kid };
    const claims = { iss: subject, sub: subject };
    const assertion = forge(header, claims, '');
    const longest = forge(header, claims, 'A'.repeat(4096 - assertion.length));
    expect(longest).toHaveLength(4096);
    expect(reader.read(longest)).toMatchObject({ subject });
    expect(() => reader.read(`${longest}A`)).toThrow('is too long');
  });

  test('says why it is refused to whoever holds the key, and what OAuth calls it', async () => {
    const expired = await expectCode(judge({ claims: { exp: seconds - 6 } }), 'client.assertion-invalid');
    expect(expired.message).toBe('The client assertion has expired');
    const forged = await expectCode(() => reader.read(forge({ alg: 'none' }, {})), 'token.wrong-algorithm');
    expect(forged.details['error']).toBe('invalid_client');
  });

  test('signed by somebody else is refused in the same words as one of an unknown client', async () => {
    const error = await expectCode(judge({}, keyOf(createSigner())), 'client.assertion-invalid');
    expect(error.message).toBe('The client assertion is not signed with a key of this client');
  });

  test('signed with another algorithm than its key is for is refused', async () => {
    const assertion = await signAssertion(createSigner('ES256'), { header: { kid: signer.kid } });
    await expectCode(reader.verify(assertion, keyOf(signer)), 'token.wrong-algorithm');
  });

  test.each(['none', 'None', 'HS256', 'RS256', 'ES384', 'Ed25519', ''])(
    'of algorithm "%s" is refused before any key is looked up',
    async (alg) => {
      await expectCode(
        () => reader.read(forge({ alg, typ: 'JWT', kid: signer.kid }, { sub: subject })),
        'token.wrong-algorithm',
      );
    },
  );

  test('authenticated with the public key as a shared secret is refused', async () => {
    const unsigned = forge({ alg: 'HS256', typ: 'JWT', kid: signer.kid }, { iss: subject, sub: subject })
      .split('.')
      .slice(0, 2)
      .join('.');
    const mac = createHmac('sha256', Buffer.from(String(signer.jwk['x']), 'base64url'))
      .update(unsigned)
      .digest('base64url');
    await expectCode(() => reader.read(`${unsigned}.${mac}`), 'token.wrong-algorithm');
  });

  test('that is longer than any assertion needs to be is not read at all', async () => {
    const error = await expectCode(judge({ claims: { padding: 'x'.repeat(4096) } }), 'client.assertion-invalid');
    expect(error.message).toBe('The client assertion is too long');
  });

  test.each([
    ['empty', ''],
    ['two parts', 'e30.e30'],
    ['an encrypted token', 'e30.e30.e30.e30.e30'],
    ['no JSON', 'eA.eA.eA'],
  ])('that is %s is refused', async (_title, text) => {
    await expectCode(() => reader.read(text), 'client.assertion-invalid');
  });
});
