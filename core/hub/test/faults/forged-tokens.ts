import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';

/** Signs with the hub's own key what the hub would not have signed: only the claims can give it away. */
export async function forgeToken(
  { home, token }: { readonly home: string; readonly token: string },
  claims: JWTPayload,
): Promise<string> {
  const jwk = JSON.parse(await readFile(join(home, 'keys', 'token', 'hub.1.key'), 'utf8'));
  return new SignJWT({ ...decodeJwt(token), ...claims })
    .setProtectedHeader(decodeProtectedHeader(token) as JWTHeaderParameters)
    .sign(await importJWK(jwk, 'EdDSA'));
}

/** The claims of a token under a secret that anybody may know. */
export async function signWithSecret(token: string): Promise<string> {
  const header = { ...decodeProtectedHeader(token), alg: 'HS256' } as JWTHeaderParameters;
  return new SignJWT(decodeJwt(token)).setProtectedHeader(header).sign(Buffer.alloc(32));
}
