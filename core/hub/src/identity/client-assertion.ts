import { compileSchema, KoppelError, type Clock } from '@koppel/contract';
import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, type JWTPayload } from 'jose';
import { Type, type Static } from 'typebox';
import type { OrganisationKey } from '../platform/actions.ts';
import { readPublicKey, type KeyAlgorithm, type PublicKey } from './public-key.ts';

export interface AssertionRules {
  /** The issuer or the token endpoint; an assertion names exactly one of them. */
  readonly audiences: readonly string[];
  readonly clock: Clock;
  /** How far ahead an assertion may expire, in seconds. */
  readonly maxLifeSeconds: number;
}

/** What an assertion says of itself; true only after `verifyAssertion`. */
export interface AssertionClaim {
  readonly oin: string;
  readonly client: string;
  readonly kid: string;
}

export interface VerifiedAssertion {
  readonly jti: string;
  /** After this instant it is refused for its age, so that its `jti` need not be remembered longer. */
  readonly expiresAt: Date;
}

/** Anything else in a header (`jku`, `jwk`, `x5u`, `crit`, `b64`) would let an assertion choose how it is judged. */
const Header = Type.Object(
  {
    alg: Type.String(),
    kid: Type.String({ minLength: 1, maxLength: 64 }),
    typ: Type.Enum(['JWT', 'client-authentication+jwt']),
  },
  { additionalProperties: false },
);
const Claims = Type.Object({
  aud: Type.String(),
  jti: Type.String({ pattern: '^[!-~]+$', minLength: 8, maxLength: 128 }),
  exp: Type.Number(),
  iat: Type.Optional(Type.Number()),
});
const header = compileSchema(Header);
const claims = compileSchema(Claims);

const algorithms: readonly unknown[] = ['EdDSA', 'ES256', 'PS256'] satisfies KeyAlgorithm[];
const maxLength = 4096;
const skewSeconds = 5;
const subject = /^([0-9]{20}):([a-z][a-z0-9-]{0,31})$/;

/**
 * Reads which key an assertion says it is signed with.
 *
 * @throws KoppelError `client.assertion-invalid`, or `token.wrong-algorithm` for any algorithm off the list.
 */
export function readAssertion(assertion: string): AssertionClaim {
  if (assertion.length > maxLength) throw invalid('is too long');
  const { head, body } = decode(assertion);
  if (!algorithms.includes(head['alg'])) throw wrongAlgorithm();
  if (!header.isValid(head)) throw invalid('must have a header of alg, kid and typ "JWT", and nothing else');
  const [, oin, client] = subject.exec(String(body.sub)) ?? [];
  if (oin === undefined || client === undefined || body.iss !== body.sub) {
    throw invalid('must name <oin>:<client> as issuer and as subject');
  }
  return { oin, client, kid: String(head['kid']) };
}

function decode(assertion: string): { head: Readonly<Record<string, unknown>>; body: JWTPayload } {
  try {
    return { head: { ...decodeProtectedHeader(assertion) }, body: decodeJwt(assertion) };
  } catch {
    throw invalid('is not a JSON Web Token');
  }
}

/**
 * Checks the signature and then the claims, so that only the owner of the key learns what is wrong with them.
 *
 * @throws KoppelError `client.assertion-invalid` or `token.wrong-algorithm`
 */
export async function verifyAssertion(
  assertion: string,
  key: OrganisationKey,
  rules: AssertionRules,
): Promise<VerifiedAssertion> {
  const payload = await verifySignature(assertion, readPublicKey(key.jwk, key.use), rules);
  if (!claims.isValid(payload)) throw invalid('must have one aud, an exp, and a jti of 8 to 128 visible characters');
  const { aud, jti, exp, iat } = payload as Static<typeof Claims>;
  if (!rules.audiences.includes(aud)) throw invalid('must be meant for the hub or its token endpoint');
  const latestSeconds = rules.clock.now() / 1000 + skewSeconds;
  if (exp > latestSeconds + rules.maxLifeSeconds)
    throw invalid(`may expire ${rules.maxLifeSeconds} seconds ahead at most`);
  if (iat !== undefined && iat > latestSeconds) throw invalid('was issued in the future');
  return { jti, expiresAt: new Date((exp + skewSeconds) * 1000) };
}

async function verifySignature(
  assertion: string,
  { algorithm, jwk }: PublicKey,
  { clock }: AssertionRules,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(assertion, await importJWK({ ...jwk }, algorithm), {
      algorithms: [algorithm],
      requiredClaims: ['exp'],
      clockTolerance: skewSeconds,
      currentDate: new Date(clock.now()),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw invalid('has expired');
    throw error instanceof errors.JOSEAlgNotAllowed ? wrongAlgorithm() : unknownClient();
  }
}

/** What an OAuth 2.0 client looks for (RFC 6749 section 5.2), beside the problem's own code. */
const details = { error: 'invalid_client' };

/** The same words for an unknown client, an unknown or revoked key and a false signature: a stranger learns nothing. */
export const unknownClient = (): KoppelError => invalid('is not signed with a key of this client');

const invalid = (what: string): KoppelError =>
  new KoppelError('client.assertion-invalid', `The client assertion ${what}`, { details });

const wrongAlgorithm = (): KoppelError => new KoppelError('token.wrong-algorithm', undefined, { details });
