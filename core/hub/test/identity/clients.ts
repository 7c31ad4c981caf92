import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { KoppelError, type Clock, type ProblemCode } from '@koppel/contract';
import { expect } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Caller, OrganisationKey, Scope } from '../../src/platform/actions.ts';
import { readPublicKey, type KeyAlgorithm } from '../../src/identity/public-key.ts';
import { now, oins } from '../fixtures.ts';

export const issuer = 'https://hub.example';
export const rules = { audiences: [issuer, `${issuer}/v1/token`], clock: { now: () => now }, maxLifeSeconds: 60 };

export interface Signer {
  readonly privateKey: KeyObject;
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly algorithm: KeyAlgorithm;
  readonly kid: string;
}

const makers = {
  EdDSA: () => generateKeyPairSync('ed25519'),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
} as const;

export function createSigner(algorithm: KeyAlgorithm = 'EdDSA'): Signer {
  const { publicKey, privateKey } = makers[algorithm]();
  const { kid, jwk } = readPublicKey({ ...publicKey.export({ format: 'jwk' }) }, 'client');
  return { privateKey, jwk, algorithm, kid };
}

export const keyOf = ({ kid, jwk }: Signer, change: Partial<OrganisationKey> = {}): OrganisationKey => ({
  kid,
  oin: oins.requester,
  use: 'client',
  client: 'intake',
  scopes: ['exchange'],
  jwk,
  status: 'active',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

export const callerOf = (oin: string, scopes: readonly Scope[], client = 'intake'): Caller => ({ oin, client, scopes });

export interface AssertionChange {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly clock?: Clock;
}

/** An assertion that is right in everything but what a test changes; `undefined` leaves a member out. */
export function signAssertion(
  signer: Signer,
  { claims, header, clock = rules.clock }: AssertionChange = {},
): Promise<string> {
  const seconds = Math.floor(clock.now() / 1000);
  const subject = `${oins.requester}:intake`;
  const payload = {
    iss: subject,
    sub: subject,
    aud: issuer,
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + 50,
    ...claims,
  };
  const head = { alg: signer.algorithm, kid: signer.kid, typ: 'JWT', ...header };
  return new SignJWT(withoutAbsent(payload))
    .setProtectedHeader(withoutAbsent(head) as { alg: string })
    .sign(signer.privateKey);
}

/** A subject token that is right in everything but what a test changes. */
export const signSubjectToken = (
  signer: Signer,
  { claims, header, clock = rules.clock }: AssertionChange = {},
): Promise<string> =>
  signAssertion(signer, {
    clock,
    claims: { sub: 'emp-7f3a91', ...claims },
    header: { typ: 'koppel-person+jwt', ...header },
  });

/** A token put together by hand, with any header, claims and signature. */
export function forge(header: object, claims: object, signature = 'c2lnbmF0dXJl'): string {
  return (
    [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + `.${signature}`
  );
}

const withoutAbsent = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;

export async function expectCode(work: Promise<unknown> | (() => unknown), code: ProblemCode): Promise<KoppelError> {
  const error: unknown = await settle(work).then(
    () => new Error(`succeeded, although ${code} was expected`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(KoppelError);
  expect((error as KoppelError).code).toBe(code);
  return error as KoppelError;
}

const settle = async (work: Promise<unknown> | (() => unknown)): Promise<unknown> =>
  typeof work === 'function' ? work() : work;
