import { compileSchema, KoppelError, parseJson, type Clock, type Validator } from '@koppel/contract';
import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, type JWTPayload } from 'jose';
import { Type, type Static } from 'typebox';
import type { OrganisationKey } from '../platform/actions.ts';
import { readPublicKey, type KeyAlgorithm, type PublicKey } from './public-key.ts';

/** What a system can say with its client key: who it is itself, or for whom it acts. */
export interface StatementKind {
  /** Its `typ`: what is signed as one kind never counts as another. */
  readonly types: readonly [string, ...string[]];
  /** What the OAuth `error` tells (RFC 6749 section 5.2), beside the problem's own code. */
  readonly error: 'invalid_client' | 'invalid_request';
  /** What its issuer and subject must be, as the end of a sentence. */
  readonly subjectRule: string;
  readonly isSubject: (issuer: string, subject: string) => boolean;
  /** The refusal that says so; `what` is the end of a sentence about the statement. */
  readonly refusal: (what: string) => KoppelError;
}

export interface StatementRules {
  /** The issuer or the token endpoint; a statement names exactly one of them. */
  readonly audiences: readonly string[];
  readonly clock: Clock;
  /** How far ahead a statement may expire, in seconds. */
  readonly maxLifeSeconds: number;
}

/** What a statement says of itself; true only after `verify`. */
export interface StatementClaim {
  readonly oin: string;
  readonly client: string;
  readonly kid: string;
  readonly subject: string;
}

export interface VerifiedStatement {
  readonly jti: string;
  /** Until then its `jti` must be remembered: longer than it is taken, because clocks of nodes differ. */
  readonly expiresAt: Date;
}

const Claims = Type.Object({
  aud: Type.String(),
  jti: Type.String({ pattern: '^[!-~]+$', minLength: 8, maxLength: 128 }),
  exp: Type.Number(),
  iat: Type.Optional(Type.Number()),
});
const claims = compileSchema(Claims);

const algorithms: readonly unknown[] = ['EdDSA', 'ES256', 'PS256'] satisfies KeyAlgorithm[];
const maxLength = 4096;
const skewSeconds = 5;
/** A node whose clock runs ahead must not forget what one that runs behind would still take. */
const rememberedSeconds = 60;
const systemName = /^([0-9]{20}):([a-z][a-z0-9-]{0,31})$/;

/** Anything else in a header (`jku`, `jwk`, `x5u`, `crit`, `b64`) would let a statement choose how it is judged. */
const headerOf = (types: readonly string[]) =>
  Type.Object(
    {
      alg: Type.String(),
      kid: Type.String({ pattern: '^[!-~]+$', minLength: 1, maxLength: 64 }),
      typ: Type.Enum([...types]),
    },
    { additionalProperties: false },
  );

/** Of a claim that is no text, nothing: the name of nobody must not become the person "undefined". */
const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim : '');

function findSystem(issuer: string): Pick<StatementClaim, 'oin' | 'client'> | undefined {
  const [, oin = '', client = ''] = systemName.exec(issuer) ?? [];
  return oin === '' ? undefined : { oin, client };
}

/** Reads and verifies the statements of one kind. */
export class StatementReader {
  readonly #kind: StatementKind;
  readonly #rules: StatementRules;
  readonly #header: Validator;

  constructor(kind: StatementKind, rules: StatementRules) {
    this.#kind = kind;
    this.#rules = rules;
    this.#header = compileSchema(headerOf(kind.types));
  }

  /**
   * Reads which key a statement says it is signed with, and whom it is about.
   *
   * @throws KoppelError the kind's refusal, or `token.wrong-algorithm` for any algorithm off the list.
   */
  read(statement: string): StatementClaim {
    const { types, subjectRule, isSubject } = this.#kind;
    if (statement.length > maxLength) throw this.#refusal('is too long');
    const { head, body } = this.#decode(statement);
    if (!algorithms.includes(head['alg'])) throw this.#wrongAlgorithm();
    if (!this.#header.isValid(head))
      throw this.#refusal(`must have a header of alg, kid and typ "${types[0]}", and nothing else`);
    const [issuer, subject] = [textOf(body.iss), textOf(body.sub)];
    const system = findSystem(issuer);
    if (system === undefined || !isSubject(issuer, subject)) throw this.#refusal(subjectRule);
    return { ...system, kid: String(head['kid']), subject };
  }

  /**
   * Checks the signature and then the claims, so that only the owner of the key learns what is wrong with them.
   *
   * @throws KoppelError the kind's refusal, or `token.wrong-algorithm`
   */
  async verify(statement: string, key: OrganisationKey): Promise<VerifiedStatement> {
    const { audiences, clock, maxLifeSeconds } = this.#rules;
    const payload = await this.#verifySignature(statement, readPublicKey(key.jwk, key.use));
    if (!claims.isValid(payload))
      throw this.#refusal('must have one aud, an exp, and a jti of 8 to 128 visible characters');
    const { aud, jti, exp, iat } = payload as Static<typeof Claims>;
    if (!audiences.includes(aud)) throw this.#refusal('must be meant for the hub or its token endpoint');
    const latestSeconds = clock.now() / 1000 + skewSeconds;
    if (exp > latestSeconds + maxLifeSeconds) throw this.#refusal(`may expire ${maxLifeSeconds} seconds ahead at most`);
    if (iat !== undefined && iat > latestSeconds) throw this.#refusal('was issued in the future');
    return { jti, expiresAt: new Date((exp + rememberedSeconds) * 1000) };
  }

  /** The same words for an unknown system, an unknown or revoked key and a false signature: a stranger learns nothing. */
  unknownSigner(): KoppelError {
    return this.#refusal('is not signed with a key of this client');
  }

  #decode(statement: string): { head: Readonly<Record<string, unknown>>; body: JWTPayload } {
    try {
      // A member twice would mean one thing here and another elsewhere (RFC 7515 section 4).
      for (const part of statement.split('.').slice(0, 2)) parseJson(Buffer.from(part, 'base64url'));
      return { head: { ...decodeProtectedHeader(statement) }, body: decodeJwt(statement) };
    } catch {
      throw this.#refusal('is not a JSON Web Token');
    }
  }

  async #verifySignature(statement: string, { algorithm, jwk }: PublicKey): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(statement, await importJWK({ ...jwk }, algorithm), {
        algorithms: [algorithm],
        requiredClaims: ['exp'],
        clockTolerance: skewSeconds,
        currentDate: new Date(this.#rules.clock.now()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw this.#refusal('has expired');
      throw error instanceof errors.JOSEAlgNotAllowed ? this.#wrongAlgorithm() : this.unknownSigner();
    }
  }

  #refusal(what: string): KoppelError {
    return this.#kind.refusal(what);
  }

  #wrongAlgorithm(): KoppelError {
    return new KoppelError('token.wrong-algorithm', undefined, { details: { error: this.#kind.error } });
  }
}
