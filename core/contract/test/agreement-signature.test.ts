import { describe, expect, test } from '@jest/globals';
import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import {
  AgreementSignature,
  canonicalBytes,
  canonicalDigest,
  compileSchema,
  isAgreementSignedBy,
  signAgreement,
} from '../src/index.ts';
import { agreement, municipality } from './samples.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const statement = {
  organisation: municipality,
  approver: { id: 'p-1234', role: 'mayor' },
  mandate: 'decision 2026-17',
  at: '2026-01-01T00:00:00Z',
  kid: 'key-2026-a',
};
const signature = signAgreement(agreement, statement, privateKey);

/** The same value with one leaf of it changed, found by counting. */
function withLeafChanged(value: unknown, at: { left: number }): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value.map((element) => withLeafChanged(element, at)) : value;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withLeafChanged(member, at)]));
  }
  at.left -= 1;
  if (at.left !== -1) return value;
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : `${String(value)}x`;
}

describe('a signature under an agreement', () => {
  test('is recognised, and fits its schema', () => {
    expect(isAgreementSignedBy(agreement, signature, publicKey)).toBe(true);
    expect(compileSchema(AgreementSignature).faultsOf(signature)).toEqual([]);
  });

  test('does not depend on the order in which the agreement is written', () => {
    const turned = Object.fromEntries(Object.entries(agreement).toReversed()) as typeof agreement;
    expect(isAgreementSignedBy(turned, signature, publicKey)).toBe(true);
  });

  test('breaks when anything in the agreement changes', () => {
    const counter = { left: Number.POSITIVE_INFINITY };
    let leaves = 0;
    JSON.stringify(agreement, (_name, value) => {
      if (typeof value !== 'object') leaves += 1;
      return value;
    });
    expect(leaves).toBeGreaterThan(20);
    expect(isAgreementSignedBy(withLeafChanged(agreement, counter) as typeof agreement, signature, publicKey)).toBe(
      true,
    );
    for (let left = 0; left < leaves; left += 1) {
      expect(isAgreementSignedBy(withLeafChanged(agreement, { left }) as typeof agreement, signature, publicKey)).toBe(
        false,
      );
    }
  });

  test('breaks when something is added to the agreement or taken away', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(agreement)), fc.jsonValue(), (name, added) => {
        const { [name]: _gone, ...less }: Record<string, unknown> = agreement;
        const more = { ...agreement, [`x${name}`]: added };
        expect(isAgreementSignedBy(less as typeof agreement, signature, publicKey)).toBe(false);
        expect(isAgreementSignedBy(more, signature, publicKey)).toBe(false);
      }),
    );
  });

  test.each<Partial<AgreementSignature>>([
    { organisation: '00000001009999999000' },
    { approver: { id: 'p-9999', role: 'mayor' } },
    { approver: { id: 'p-1234', role: 'clerk' } },
    { mandate: 'another decision' },
    { at: '2026-01-02T00:00:00Z' },
    { kid: 'key-2026-b' },
    { signature: 'A'.repeat(86) },
    { signature: '' },
    { signature: signature.signature.slice(0, -1) },
  ])('breaks when the statement changes: %j', (change) => {
    expect(isAgreementSignedBy(agreement, { ...signature, ...change }, publicKey)).toBe(false);
  });

  test('is not recognised under another key, of whatever kind', () => {
    const kinds = [
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('ed448'),
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ];
    for (const pair of kinds) expect(isAgreementSignedBy(agreement, signature, pair.publicKey)).toBe(false);
  });

  test('has one spelling', () => {
    const { signature: text } = signature;
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(text.at(-1) ?? '');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const sameBytes = `${text.slice(0, -1)}${alphabet[last + 1]}`;
    expect(Buffer.from(sameBytes, 'base64url')).toEqual(Buffer.from(text, 'base64url'));
    for (const other of [
      sameBytes,
      `${text}==`,
      ` ${text}`,
      `${text}\n`,
      Buffer.from(text, 'base64url').toString('base64'),
    ]) {
      if (other !== text)
        expect(isAgreementSignedBy(agreement, { ...signature, signature: other }, publicKey)).toBe(false);
    }
  });

  test('is made and recognised with Ed25519 alone, also when another key signed the very same bytes', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const bytes = canonicalBytes({
      type: 'koppel.agreement-signature.v1',
      agreement: canonicalDigest(agreement),
      ...statement,
    });
    const rsaSignature = sign(null, bytes, rsa.privateKey).toString('base64url');
    expect(isAgreementSignedBy(agreement, { ...statement, signature: rsaSignature }, rsa.publicKey)).toBe(false);
    expect(sign(null, bytes, privateKey).toString('base64url')).toBe(signature.signature);
    expect(() => signAgreement(agreement, statement, rsa.privateKey)).toThrow(TypeError);
  });
});
