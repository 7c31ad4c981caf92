import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSameSecret, parseBasic } from '../source/credentials.ts';
import type { AccessTokens } from './access-tokens.ts';

/** Path of the OAuth2 token endpoint. */
export const tokenPath = '/oauth/token';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

type Form = Readonly<Record<string, string | undefined>>;

/** OAuth2 client credentials (RFC 6749 section 4.4), with the secret in the Basic header or in the form. */
export function registerTokenEndpoint(
  app: FastifyInstance,
  tokens: AccessTokens,
  credentials: ClientCredentials,
): void {
  void app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit: 4096 });
    scope.post<{ Body: Form | null }>(tokenPath, async (request, reply) => {
      const form = request.body ?? {};
      if (!isClient(request, form, credentials)) return refuse(reply, 401, 'invalid_client');
      if (form['grant_type'] !== 'client_credentials') return refuse(reply, 400, 'unsupported_grant_type');
      const { token, expiresIn } = tokens.issue();
      reply.header('cache-control', 'no-store');
      return { access_token: token, token_type: 'Bearer', expires_in: expiresIn };
    });
  });
}

function isClient(request: FastifyRequest, form: Form, { clientId, clientSecret }: ClientCredentials): boolean {
  const basic = parseBasic(request.headers.authorization);
  const given = basic ? [basic.username, basic.password] : [form['client_id'], form['client_secret']];
  return isSameSecret(given.join('\n'), [clientId, clientSecret].join('\n'));
}

function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Basic realm="token"');
  return reply.code(status).header('cache-control', 'no-store').send({ error });
}
