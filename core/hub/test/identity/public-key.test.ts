import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readPublicKey } from '../../src/identity/public-key.ts';
import { expectCode } from './clients.ts';

const jwkOf = (key: { export(options: { format: 'jwk' }): object }): Record<string, unknown> => ({
  ...key.export({ format: 'jwk' }),
});
const ed25519 = () => generateKeyPairSync('ed25519');
const rsa = (modulusLength: number, publicExponent = 65_537) =>
  jwkOf(generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey);
const p256 = () => jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);

const pathOf = async (jwk: Record<string, unknown>, use: 'client' | 'agreement' = 'client') => {
  const { details } = await expectCode(() => readPublicKey(jwk, use), 'request.invalid');
  return details.faults?.[0]?.path;
};

describe('a public key that somebody registers', () => {
  test('is named by the thumbprint that RFC 8037 appendix A.3 computes', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    expect(readPublicKey(jwk, 'agreement')).toEqual({
      kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
      algorithm: 'EdDSA',
      jwk,
    });
  });

  test.each([
    ['Ed25519', () => jwkOf(ed25519().publicKey), 'EdDSA'],
    ['P-256', p256, 'ES256'],
    ['RSA of 2048 bits', () => rsa(2048), 'PS256'],
  ])('may be %s', (_title, make, algorithm) => {
    expect(readPublicKey(make(), 'client').algorithm).toBe(algorithm);
  });

  test('is kept without anything but its public members', () => {
    const jwk = jwkOf(ed25519().publicKey);
    expect(readPublicKey({ ...jwk, use: 'sig', x5u: 'https://elsewhere.example' }, 'client').jwk).toEqual(jwk);
  });

  test.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'is refused when it holds the private member "%s", which is not repeated',
    async (name) => {
      const secret = 'c2VjcmV0';
      const error = await expectCode(
        () => readPublicKey({ ...jwkOf(ed25519().publicKey), [name]: secret }, 'client'),
        'request.invalid',
      );
      expect(error.details.faults?.[0]?.path).toBe(`/body/jwk/${name}`);
      expect(JSON.stringify([error.message, error.details, error.cause])).not.toContain(secret);
    },
  );

  test('for agreements is Ed25519 and nothing else', async () => {
    expect(await pathOf(p256(), 'agreement')).toBe('/body/jwk');
    expect(await pathOf(rsa(2048), 'agreement')).toBe('/body/jwk');
  });

  test.each([
    ['a symmetric key', () => ({ kty: 'oct' })],
    ['a curve that is not on the list', () => jwkOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)],
    ['a key for key agreement', () => jwkOf(generateKeyPairSync('x25519').publicKey)],
    ['Ed448', () => jwkOf(generateKeyPairSync('ed448').publicKey)],
    ['a kind that every object inherits', () => ({ kty: 'constructor', crv: '' })],
    ['a point that is not on its curve', () => ({ ...p256(), x: Buffer.alloc(32, 1).toString('base64url') })],
    ['a point that is too short', () => ({ kty: 'OKP', crv: 'Ed25519', x: 'AAAA' })],
    ['a member that is not text', () => ({ kty: 'OKP', crv: 'Ed25519', x: 5 })],
    ['nothing', () => ({})],
  ])('is refused when it is %s', async (_title, make) => {
    expect(await pathOf(make())).toBe('/body/jwk');
  });

  test('has one form, so that a revoked key cannot come back under another name', async () => {
    const jwk = jwkOf(ed25519().publicKey);
    expect(await pathOf({ ...jwk, x: `${String(jwk['x'])}=` })).toBe('/body/jwk');
    const modulus = rsa(2048);
    const padded = Buffer.concat([Buffer.alloc(1), Buffer.from(String(modulus['n']), 'base64url')]).toString(
      'base64url',
    );
    expect(await pathOf({ ...modulus, n: padded })).toBe('/body/jwk');
  });

  test('is refused when RSA is shorter than 2048 or longer than 4096 bits, or has an unusual exponent', async () => {
    expect(await pathOf(rsa(1024))).toBe('/body/jwk/n');
    expect(
      await pathOf({
        kty: 'RSA',
        e: 'AQAB',
        n: Buffer.concat([Buffer.from([255]), Buffer.alloc(1023, 255)]).toString('base64url'),
      }),
    ).toBe('/body/jwk/n');
    expect(await pathOf(rsa(2048, 3))).toBe('/body/jwk/e');
    const ofBits = (bits: number) => {
      const modulus = ((1n << BigInt(bits)) - 1n).toString(16);
      const bytes = Buffer.from(modulus.padStart(2 * Math.ceil(bits / 8), '0'), 'hex');
      return { kty: 'RSA', e: 'AQAB', n: bytes.toString('base64url') };
    };
    expect(await pathOf(ofBits(2047))).toBe('/body/jwk/n');
    expect(readPublicKey(ofBits(4096), 'client').algorithm).toBe('PS256');
    expect(await pathOf(ofBits(4097))).toBe('/body/jwk/n');
  });

  test('is refused when its own kid or alg is not what it is', async () => {
    const jwk = jwkOf(ed25519().publicKey);
    expect(await pathOf({ ...jwk, kid: 'mine' })).toBe('/body/jwk/kid');
    expect(await pathOf({ ...jwk, alg: 'none' })).toBe('/body/jwk/alg');
    expect(readPublicKey({ ...jwk, alg: 'EdDSA', kid: readPublicKey(jwk, 'client').kid }, 'client').algorithm).toBe(
      'EdDSA',
    );
  });
});
