import { scopes, type Scope } from '../platform/actions.ts';
import type { Route } from '../platform/route.ts';
import { apiVersion } from './api-version.ts';
import { describeOperation, sharedHeaders, sharedParameters, tagOf } from './openapi-operation.ts';
import { problemExamples, problemSchema } from './openapi-problems.ts';

const scopeTitles: Readonly<Record<Scope, string>> = {
  exchange: 'Ask other organisations under an agreement',
  agreements: 'Draft, sign, suspend and revoke agreements of your own organisation',
  ledger: 'Read who received what about a person',
  mandates: 'Give and withdraw mandates of people of your own organisation',
  cases: 'Work on signals and cases, as a person whom your organisation has mandated',
  operate: 'Register organisations and keys: the operator of the hub alone',
};

const description = `Exchanges data between organisations exactly as their agreements allow.

Every response carries \`API-Version\`. Failures are problem documents (RFC 9457); switch on \`code\`, never on text.`;

/** The OpenAPI 3.1 document of these routes; there is no second description that could disagree with them. */
export function describeApi(routes: readonly Route[], issuer: string): object {
  const origin = issuer.replace(/\/+$/, '');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Koppel',
      version: apiVersion,
      description,
      contact: { name: 'The operator of this hub', url: origin },
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: `${origin}/v1`, description: 'This hub' }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths: describePaths(routes),
    components: {
      securitySchemes: { koppel: securityScheme(`${origin}/v1/token`) },
      schemas: { Problem: problemSchema },
      examples: problemExamples(routes),
      headers: sharedHeaders,
      parameters: sharedParameters,
    },
  };
}

function describePaths(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    // The version is in the server's address.
    const path = route.path.replace(/^\/v1/, '');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeOperation(route) };
  }
  return paths;
}

const securityScheme = (tokenUrl: string): object => ({
  type: 'oauth2',
  description: 'Client credentials with a signed assertion (private_key_jwt, RFC 7523)',
  flows: {
    clientCredentials: { tokenUrl, scopes: Object.fromEntries(scopes.map((scope) => [scope, scopeTitles[scope]])) },
  },
});
