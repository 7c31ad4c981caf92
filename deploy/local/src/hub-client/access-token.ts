import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';

/** Who calls which hub, and with which key. */
export interface ClientIdentity {
  /** Base of the hub's addresses, and the audience of assertions: `http://127.0.0.1:7470`. */
  readonly hub: string;
  readonly oin: string;
  readonly client: string;
  /** Ed25519, with its `kid`. */
  readonly privateJwk: JWK;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
}

/** The form of a token request with `private_key_jwt` (RFC 7523); its assertion may be used once, within a minute. */
export async function tokenForm(identity: ClientIdentity): Promise<URLSearchParams> {
  const subject = `${identity.oin}:${identity.client}`;
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid: identity.privateJwk.kid ?? '', typ: 'JWT' })
    .setIssuer(subject)
    .setSubject(subject)
    .setAudience(identity.hub)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('50s')
    .sign(await importJWK(identity.privateJwk, 'EdDSA'));
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
}
