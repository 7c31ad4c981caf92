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
  /** The employee for whom the client acts, by a pseudonym; without one it acts as the system that it is. */
  readonly person?: string;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
}

/**
 * The form of a token request with `private_key_jwt` (RFC 7523), for a person as a token exchange (RFC 8693); what is
 * signed in it may be used once, within a minute.
 */
export async function tokenForm(identity: ClientIdentity): Promise<URLSearchParams> {
  const { person } = identity;
  const system = `${identity.oin}:${identity.client}`;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await sign(identity, 'JWT', system),
  });
  if (person === undefined) return form;
  form.set('grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange');
  form.set('subject_token_type', 'urn:ietf:params:oauth:token-type:jwt');
  form.set('subject_token', await sign(identity, 'koppel-person+jwt', person));
  return form;
}

async function sign({ hub, oin, client, privateJwk }: ClientIdentity, typ: string, subject: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid: privateJwk.kid ?? '', typ })
    .setIssuer(`${oin}:${client}`)
    .setSubject(subject)
    .setAudience(hub)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('50s')
    .sign(await importJWK(privateJwk, 'EdDSA'));
}
