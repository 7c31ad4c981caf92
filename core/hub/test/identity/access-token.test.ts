import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AccessTokens } from '../../src/identity/access-token.ts';
import type { TokenKey, TokenKeys } from '../../src/identity/token-keys.ts';
import { now, oins } from '../fixtures.ts';
import { callerOf, expectCode, forge, issuer } from './clients.ts';

interface OpenKey extends TokenKey {
  readonly privateKey: KeyObject;
}

class KeyRing implements TokenKeys {
  readonly #keys: OpenKey[] = [];

  add(kid: string): void {
    const pair = generateKeyPairSync('ed25519');
    this.#keys.unshift({ kid, ...pair, sign: async (message) => sign(null, message, pair.privateKey) });
  }

  giveUp(kid: string): void {
    const place = this.#keys.findIndex((key) => key.kid === kid);
    this.#keys.splice(place, 1);
  }

  async current(): Promise<OpenKey> {
    const [key] = this.#keys;
    if (!key) throw new Error('add a key first');
    return key;
  }

  async find(kid: string): Promise<TokenKey | undefined> {
    return this.#keys.find((key) => key.kid === kid);
  }
}

const clock = { time: now, now: () => clock.time };
const keys = new KeyRing();
const tokens = new AccessTokens({ keys, issuer, clock });
const caller = callerOf(oins.requester, ['exchange', 'ledger']);
const bearer = { caller, kids: ['client-key'] };

beforeAll(() => keys.add('first'));

/** A token of the hub's own key that differs from a real one in these members only. */
async function almost(claims: object, header: object = {}): Promise<string> {
  const { kid, privateKey } = await keys.current();
  const real = decodeJwt(await tokens.issue(bearer));
  return new SignJWT({ ...real, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header })
    .sign(privateKey);
}

describe('an access token', () => {
  test('comes back as the caller it was given to, and the key it was given for', async () => {
    expect(await tokens.verify(await tokens.issue(bearer))).toEqual(bearer);
  });

  test('for a person comes back with the person, and with every key that vouches for it', async () => {
    const forPerson = { caller: { ...caller, person: 'emp-7f3a91' }, kids: ['client-key', 'another-key'] };
    expect(await tokens.verify(await tokens.issue(forPerson))).toEqual(forPerson);
  });

  test('tells what RFC 9068 asks for, and lives for five minutes', async () => {
    const token = await tokens.issue(bearer);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: 'first' });
    expect(decodeJwt(token)).toEqual({
      iss: issuer,
      aud: issuer,
      sub: `${oins.requester}:intake`,
      oin: oins.requester,
      client: 'intake',
      scope: 'exchange ledger',
      key: 'client-key',
      jti: expect.any(String),
      iat: now / 1000,
      exp: now / 1000 + 300,
    });
  });

  test('is expired from its last second on', async () => {
    const token = await tokens.issue(bearer);
    clock.time = now + 299_999;
    expect(await tokens.verify(token)).toEqual(bearer);
    clock.time = now + 300_000;
    await expectCode(tokens.verify(token), 'token.expired');
    clock.time = now;
  });

  test('that was verified is refused like any other once the hub gave up its key', async () => {
    keys.add('given up');
    const token = await tokens.issue(bearer);
    expect(await tokens.verify(token)).toEqual(bearer);
    keys.giveUp('given up');
    await expectCode(tokens.verify(token), 'token.invalid');
  });

  test('that was verified does not vouch for the same words with another signature', async () => {
    const token = await tokens.issue(bearer);
    expect(await tokens.verify(token)).toEqual(bearer);
    const words = token.slice(0, token.lastIndexOf('.'));
    await expectCode(tokens.verify(`${words}.${Buffer.alloc(64, 1).toString('base64url')}`), 'token.invalid');
  });

  test('gives no scope that the hub does not know', async () => {
    const { caller: read } = await tokens.verify(await almost({ scope: 'exchange everything ledger' }));
    expect(read.scopes).toEqual(['exchange', 'ledger']);
  });

  test('of before a rotation is still good', async () => {
    const token = await tokens.issue(bearer);
    keys.add('second');
    expect(decodeProtectedHeader(await tokens.issue(bearer)).kid).toBe('second');
    expect(await tokens.verify(token)).toEqual(bearer);
  });

  test('for somebody else is told apart', async () => {
    await expectCode(tokens.verify(await almost({ aud: 'https://other.example' })), 'token.wrong-audience');
  });

  test.each([
    ['from another issuer', { iss: 'https://other.example' }, {}],
    ['without a subject', { sub: undefined }, {}],
    ['of another type, as a client assertion is', {}, { typ: 'JWT' }],
    ['with a key that the hub never had', {}, { kid: 'third' }],
    ['with the path of a key', {}, { kid: '../../token-000001.jwk' }],
  ])('%s is invalid', async (_title, claims, header) => {
    await expectCode(tokens.verify(await almost(claims, header)), 'token.invalid');
  });

  test('with its own key in its header is judged by the key of the hub', async () => {
    const stranger = await generateKeyPair('EdDSA', { extractable: true });
    const { kid } = await keys.current();
    const token = await new SignJWT(decodeJwt(await tokens.issue(bearer)))
      .setProtectedHeader({
        alg: 'EdDSA',
        typ: 'at+jwt',
        kid,
        jwk: await exportJWK(stranger.publicKey),
        jku: 'https://elsewhere.example',
      })
      .sign(stranger.privateKey);
    await expectCode(tokens.verify(token), 'token.invalid');
  });

  test.each(['none', 'HS256', 'RS256', 'ES256', 'Ed25519'])('of algorithm "%s" is refused for that', async (alg) => {
    await expectCode(tokens.verify(forge({ alg, typ: 'at+jwt', kid: 'second' }, {})), 'token.wrong-algorithm');
  });

  test('authenticated with the public key as a shared secret is refused', async () => {
    const { publicKey } = await keys.current();
    const { x: secret = '' } = await exportJWK(publicKey);
    const unsigned = forge({ alg: 'HS256', typ: 'at+jwt', kid: 'second' }, decodeJwt(await tokens.issue(bearer)))
      .split('.')
      .slice(0, 2)
      .join('.');
    const mac = createHmac('sha256', Buffer.from(secret, 'base64url')).update(unsigned).digest('base64url');
    await expectCode(tokens.verify(`${unsigned}.${mac}`), 'token.wrong-algorithm');
  });

  test('is refused after a change of one character', async () => {
    const [head, body = '', signature] = (await tokens.issue(bearer)).split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'operate' })).toString('base64url');
    await expectCode(tokens.verify([head, changed, signature].join('.')), 'token.invalid');
  });

  test.each(['', 'x', 'a.b', 'a.b.c.d'])('that is none is invalid', async (text) => {
    await expectCode(tokens.verify(text), 'token.invalid');
  });
});
