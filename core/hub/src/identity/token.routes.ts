import { Type } from 'typebox';
import { defineRoute, type Route } from '../platform/route.ts';
import { accessTokenType, exchangeGrant } from './token-form.ts';

const closed = { additionalProperties: false } as const;

const issueToken = defineRoute({
  method: 'POST',
  path: '/v1/token',
  operationId: 'issueToken',
  summary: 'Exchange a signed assertion for an access token',
  description:
    'Client credentials (RFC 6749) with private_key_jwt (RFC 7523). Issuer and subject are `<oin>:<client>`, the only audience is ' +
    'the hub or this address, it expires within a minute and is used once. A failure also tells the OAuth `error`.\n\n' +
    `With the grant \`${exchangeGrant}\` (RFC 8693) the system also sends a subject token, signed with a key of its own: ` +
    'header `typ` is `koppel-person+jwt`, issuer `<oin>:<client>`, subject the pseudonym of the person, the rest as above. The access ' +
    'token then names the person and holds no scope but `cases` and `exchange`; the key must hold `cases`.',
  policy: 'anonymous',
  body: {
    mediaType: 'application/x-www-form-urlencoded',
    schema: Type.Object(
      {
        grant_type: Type.String({ maxLength: 100 }),
        client_assertion_type: Type.String({ maxLength: 100 }),
        client_assertion: Type.String({ maxLength: 8192 }),
        client_id: Type.Optional(Type.String({ maxLength: 100 })),
        subject_token: Type.Optional(Type.String({ maxLength: 8192 })),
        subject_token_type: Type.Optional(Type.String({ maxLength: 100 })),
        scope: Type.Optional(Type.String({ maxLength: 100 })),
      },
      closed,
    ),
    example: {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiIxMjM0NTY3OCJ9.c2lnbmF0dXJl',
      scope: 'exchange',
    },
  },
  responses: {
    200: {
      description: 'An access token for five minutes',
      body: {
        schema: Type.Object(
          {
            access_token: Type.String(),
            token_type: Type.Literal('Bearer'),
            expires_in: Type.Integer(),
            scope: Type.String(),
            issued_token_type: Type.Optional(Type.Literal(accessTokenType)),
          },
          closed,
        ),
        example: {
          access_token: 'eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl',
          token_type: 'Bearer',
          expires_in: 300,
          scope: 'exchange',
        },
      },
    },
  },
  errors: [
    'client.grant-unsupported',
    'client.assertion-invalid',
    'client.assertion-replayed',
    'organisation.inactive',
    'token.wrong-algorithm',
    'token.insufficient-scope',
  ],
  perform: async ({ body, context, call }) => {
    const {
      accessToken,
      expiresInSeconds,
      scopes: granted,
    } = await call('identity.issueToken', { form: body, context });
    const answer = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      scope: granted.join(' '),
    };
    const isExchange = body.grant_type === exchangeGrant;
    return { status: 200, body: isExchange ? { ...answer, issued_token_type: accessTokenType } : answer };
  },
});

export const tokenRoutes: readonly Route[] = [issueToken];
