import { expect, test } from '@jest/globals';
import { expiryOf } from '../../src/platform/credential-expiry.ts';

const credentialsWith = (claims: object): string =>
  `-----BEGIN NATS USER JWT-----\neyJhbGciOiJ4In0.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln\n------END NATS USER JWT------\n`;

test('a credential that ends tells when, one that does not end or is none tells nothing', () => {
  expect(expiryOf(credentialsWith({ exp: 1_800_000_000 }))).toBe(1_800_000_000);
  expect(expiryOf(credentialsWith({ exp: 0 }))).toBeUndefined();
  expect(expiryOf(credentialsWith({ name: 'hub' }))).toBeUndefined();
  expect(expiryOf('no credentials')).toBeUndefined();
});
