import { randomUUID } from 'node:crypto';
import { KoppelError, type Clock } from '@koppel/contract';
import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { scopes as allScopes, type Caller, type Scope } from '../platform/actions.ts';
import { GoodTokens } from './good-tokens.ts';
import type { TokenKey, TokenKeys } from './token-keys.ts';

export const accessTokenSeconds = 300;
const algorithm = 'EdDSA';
const type = 'at+jwt';

interface AccessTokenOptions {
  readonly keys: TokenKeys;
  /** `iss` and `aud`: the hub issues for itself alone. */
  readonly issuer: string;
  readonly clock: Clock;
}

/** A caller, and the client keys that the token was given for: when one of them is revoked, the token is worthless. */
export interface Bearer {
  readonly caller: Caller;
  readonly kids: readonly string[];
}

/** Signed JWT access tokens (RFC 9068), five minutes each. */
export class AccessTokens {
  readonly #options: AccessTokenOptions;
  readonly #good = new GoodTokens<Bearer>();

  constructor(options: AccessTokenOptions) {
    this.#options = options;
  }

  async issue({ caller, kids }: Bearer): Promise<string> {
    const { keys, issuer, clock } = this.#options;
    const key = await keys.current();
    const nowSeconds = Math.floor(clock.now() / 1000);
    const { oin, client, person, scopes } = caller;
    const whose = person === undefined ? {} : { person };
    return signToken(key, {
      client,
      oin,
      ...whose,
      scope: scopes.join(' '),
      key: kids.join(' '),
      iss: issuer,
      aud: issuer,
      sub: `${oin}:${client}`,
      jti: randomUUID(),
      iat: nowSeconds,
      exp: nowSeconds + accessTokenSeconds,
    });
  }

  /** @throws KoppelError `token.invalid`, `token.expired`, `token.wrong-audience` or `token.wrong-algorithm` */
  async verify(token: string): Promise<Bearer> {
    const { keys, clock } = this.#options;
    const key = await keys.find(readKid(token));
    if (key === undefined) throw new KoppelError('token.invalid');
    const good = this.#good.find(token, key.publicKey, clock.now());
    if (good) return good;
    const payload = await this.#verifySignature(token, key);
    const bearer = bearerOf(payload);
    const expiresAtMs = Number(payload.exp) * 1000;
    this.#good.keep(token, { bearer, publicKey: key.publicKey, expiresAtMs }, clock.now());
    return bearer;
  }

  async #verifySignature(token: string, { publicKey }: TokenKey): Promise<JWTPayload> {
    const { issuer, clock } = this.#options;
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: [algorithm],
        typ: type,
        issuer,
        audience: issuer,
        requiredClaims: ['exp', 'sub', 'jti'],
        currentDate: new Date(clock.now()),
      });
      return payload;
    } catch (error) {
      throw translate(error);
    }
  }
}

/** A compact JWS (RFC 7515), put together here because the key is not at hand. */
async function signToken(key: TokenKey, claims: JWTPayload): Promise<string> {
  const parts = [{ alg: algorithm, typ: type, kid: key.kid }, claims];
  const message = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = await key.sign(Buffer.from(message));
  return `${message}.${Buffer.from(signature).toString('base64url')}`;
}

/** Which key a token says it is signed with; nothing of it is true before it was verified. */
function readKid(token: string): string {
  try {
    return String(decodeProtectedHeader(token).kid);
  } catch {
    return '';
  }
}

const isScope = (text: string): text is Scope => allScopes.some((scope) => scope === text);

/** The signature says that the hub itself wrote these claims. */
function bearerOf({ oin, client, person, scope, key }: JWTPayload): Bearer {
  const scopes = String(scope).split(' ').filter(isScope);
  const whose = typeof person === 'string' ? { person } : {};
  return { caller: { oin: String(oin), client: String(client), scopes, ...whose }, kids: String(key).split(' ') };
}

function translate(error: unknown): KoppelError {
  if (error instanceof errors.JWTExpired) return new KoppelError('token.expired');
  if (error instanceof errors.JOSEAlgNotAllowed) return new KoppelError('token.wrong-algorithm');
  const isAudience = error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud';
  return new KoppelError(isAudience ? 'token.wrong-audience' : 'token.invalid');
}
