import { createHmac, randomUUID, sign } from 'node:crypto';
import { now, oins } from '../fixtures.ts';
import { createSigner, issuer, type Signer } from '../identity/clients.ts';

/** A statement of the system that a test plays, which is all right until it is forged. */
export interface Statement {
  readonly signer: Signer;
  readonly typ: string;
  readonly sub: string;
}
type Forge = (by: Statement) => string;

export const system = `${oins.requester}:intake`;
const seconds = now / 1000;
export const base64 = (text: string): string => Buffer.from(text).toString('base64url');

/** Signed over exactly this text, whatever a library would make of it. */
export function signText({ signer }: Pick<Statement, 'signer'>, header: string, claims: string): string {
  const message = `${base64(header)}.${base64(claims)}`;
  return `${message}.${sign(null, Buffer.from(message), signer.privateKey).toString('base64url')}`;
}

export const headerOf = ({ signer, typ }: Statement, change: object = {}): string =>
  JSON.stringify({ alg: 'EdDSA', kid: signer.kid, typ, ...change });

export const claimsOf = ({ sub }: Statement, change: object = {}): string =>
  JSON.stringify({
    iss: system,
    sub,
    aud: issuer,
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + 50,
    ...change,
  });

const inHeader =
  (change: object): Forge =>
  (by) =>
    signText(by, headerOf(by, change), claimsOf(by));
const inClaims =
  (change: object): Forge =>
  (by) =>
    signText(by, headerOf(by), claimsOf(by, change));

function withSecret(by: Statement, secret: Buffer | string, alg = 'HS256'): string {
  const message = `${base64(headerOf(by, { alg }))}.${base64(claimsOf(by))}`;
  return `${message}.${createHmac('sha256', secret).update(message).digest('base64url')}`;
}

/** The member twice, the false one first and then last: parsers differ in which of them they take. */
const twice = (json: string, name: string, value: unknown): readonly [string, string] => [
  json.replace('{', `{"${name}":${JSON.stringify(value)},`),
  json.replace(/\}$/, `,"${name}":${JSON.stringify(value)}}`),
];

export const forgeries: Readonly<Record<string, Forge>> = {
  'the algorithm none': (by) => `${base64(headerOf(by, { alg: 'none' }))}.${base64(claimsOf(by))}.`,
  'the algorithm NONE and a signature': inHeader({ alg: 'NONE' }),
  'a list of algorithms': inHeader({ alg: ['EdDSA'] }),
  'the algorithm of a prototype': inHeader({ alg: 'constructor' }),
  'the public key as a secret': (by) => withSecret(by, String(by.signer.jwk['x'])),
  'the bytes of the public key as a secret': (by) =>
    withSecret(by, Buffer.from(String(by.signer.jwk['x']), 'base64url')),
  'the whole public key as a secret': (by) => withSecret(by, JSON.stringify(by.signer.jwk), 'HS512'),
  'an empty secret': (by) => withSecret(by, ''),
  'another algorithm of the list': inHeader({ alg: 'ES256' }),
  'its own key': (by) => {
    const own = createSigner();
    return signText({ signer: own }, headerOf(by, { jwk: own.jwk, kid: own.kid }), claimsOf(by));
  },
  'its own key under a kid of the house': (by) =>
    signText({ signer: createSigner() }, headerOf(by, { jwk: by.signer.jwk }), claimsOf(by)),
  'a stranger’s signature': (by) => signText({ signer: createSigner() }, headerOf(by), claimsOf(by)),
  'a jku': inHeader({ jku: 'http://169.254.169.254/keys' }),
  'an x5u': inHeader({ x5u: 'http://169.254.169.254/chain' }),
  'an x5c': inHeader({ x5c: ['MIIB'] }),
  'a crit of something unknown': inHeader({ crit: ['exp'] }),
  'an empty crit': inHeader({ crit: [] }),
  'a payload that is not encoded': inHeader({ b64: false, crit: ['b64'] }),
  'a zipped payload': inHeader({ zip: 'DEF' }),
  'a content type': inHeader({ cty: 'JWT' }),
  'a path for a kid': inHeader({ kid: '../../dev/null' }),
  'a query for a kid': inHeader({ kid: "' OR '1'='1" }),
  'a kid with a zero byte': inHeader({ kid: `${'k'.repeat(42)}\0` }),
  'a kid of half a surrogate pair': (by) =>
    signText(by, headerOf(by).replace(by.signer.kid, String.raw`\ud800`), claimsOf(by)),
  'a kid that is a number': inHeader({ kid: 0 }),
  'a kid that is an object': inHeader({ kid: { toString: 0 } }),
  'the type of an access token': inHeader({ typ: 'at+jwt' }),
  'the type of nothing': inHeader({ typ: '' }),
  'another issuer’s system': inClaims({ iss: `${oins.provider}:intake` }),
  'a list of issuers': inClaims({ iss: [system] }),
  'another hub as audience': inClaims({ aud: 'https://hub.elsewhere.example' }),
  'several audiences': inClaims({ aud: [issuer] }),
  'an audience that begins like the hub': inClaims({ aud: `${issuer}.elsewhere.example` }),
  'a clock that runs ahead': inClaims({ iat: seconds + 6, exp: seconds + 60 }),
  'a clock that runs behind': inClaims({ iat: seconds - 60, exp: seconds - 6 }),
  'a life of years': inClaims({ exp: seconds + 1e9 }),
  'an end beyond all dates': inClaims({ exp: 1e300 }),
  'an end before all dates': inClaims({ exp: -1e300 }),
  'an end in words': inClaims({ exp: 'never' }),
  'a beginning in the future': inClaims({ nbf: seconds + 3600 }),
  'an end beyond all numbers': (by) => signText(by, headerOf(by), claimsOf(by).replace(/"exp":[0-9]+/, '"exp":1e999')),
  'huge claims': inClaims({ padding: 'x'.repeat(3_500) }),
  'claims in six hundred levels': (by) =>
    signText(
      by,
      headerOf(by),
      claimsOf(by, { deep: 0 }).replace('"deep":0', `"deep":${'['.repeat(600)}${']'.repeat(600)}`),
    ),
  'a prototype among its claims': (by) =>
    signText(by, headerOf(by), claimsOf(by).replace('{', '{"__proto__":{"exp":9e9},')),
  'two kids': (by) => signText(by, twice(headerOf(by), 'kid', 'another')[0], claimsOf(by)),
  'two algorithms': (by) => signText(by, twice(headerOf(by), 'alg', 'none')[0], claimsOf(by)),
  'two subjects, the true one last': (by) => signText(by, headerOf(by), twice(claimsOf(by), 'sub', 'x')[0]),
  'two ends, the true one last': (by) => signText(by, headerOf(by), twice(claimsOf(by), 'exp', 1)[0]),
  'two audiences, the true one first': (by) => signText(by, headerOf(by), twice(claimsOf(by), 'aud', 'x')[1]),
  'claims that are a list': (by) => signText(by, headerOf(by), '[]'),
  'claims that are null': (by) => signText(by, headerOf(by), 'null'),
  'a header that is null': (by) => signText(by, 'null', claimsOf(by)),
  'claims that are no UTF-8': (by) => {
    const message = `${base64(headerOf(by))}.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}`;
    return `${message}.${sign(null, Buffer.from(message), by.signer.privateKey).toString('base64url')}`;
  },
  'a signature of zeros': (by) =>
    `${base64(headerOf(by))}.${base64(claimsOf(by))}.${Buffer.alloc(64).toString('base64url')}`,
  'an empty signature': (by) => `${base64(headerOf(by))}.${base64(claimsOf(by))}.`,
};
