import { ClientId, Instant, Oin } from '@koppel/contract';
import { Type } from 'typebox';
import { scopes, type OrganisationKey } from '../platform/actions.ts';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;
const anyone = { anyScope: scopes } as const;

const Kid = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', minLength: 43, maxLength: 43 });
const Scopes = Type.Array(Type.Enum([...scopes]), { maxItems: scopes.length, uniqueItems: true });
const Jwk = Type.Record(Type.String({ maxLength: 64 }), Type.Unknown(), { maxProperties: 20 });
const Use = Type.Enum(['client', 'agreement', 'evidence']);
const NewKey = Type.Object(
  { use: Use, client: Type.Optional(ClientId), scopes: Type.Optional(Scopes), jwk: Jwk },
  closed,
);
const Key = Type.Object(
  {
    kid: Kid,
    oin: Oin,
    use: Use,
    client: Type.Union([ClientId, Type.Null()]),
    scopes: Scopes,
    jwk: Jwk,
    status: Type.Enum(['active', 'revoked']),
    createdAt: Instant,
  },
  closed,
);
const ByOin = Type.Object({ oin: Oin }, closed);

const exampleJwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const exampleKey: OrganisationKey = {
  kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  oin: '00000009999000000001',
  use: 'client',
  client: 'intelligence',
  scopes: ['exchange'],
  jwk: exampleJwk,
  status: 'active',
  createdAt: '2026-01-01T00:00:00.000Z',
};
const keyBody = { schema: Key, example: exampleKey };

const listKeys = defineRoute({
  method: 'GET',
  path: '/v1/organisations/{oin}/keys',
  operationId: 'listKeys',
  summary: 'The keys of an organisation, revoked ones too',
  policy: anyone,
  params: ByOin,
  responses: {
    200: {
      description: 'The keys, the oldest first',
      body: { schema: Type.Object({ keys: Type.Array(Key) }, closed), example: { keys: [exampleKey] } },
    },
  },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: { keys: await call('identity.listKeys', { caller, oin: params.oin }) },
  }),
});

const addKey = defineRoute({
  method: 'POST',
  path: '/v1/organisations/{oin}/keys',
  operationId: 'addKey',
  summary: 'Register a public key',
  description:
    'The operator registers the first keys of every organisation and all keys that sign agreements or evidence (Ed25519). A system may replace its own key: ' +
    'for itself alone, with no scope that its token lacks. The hub computes `kid` (RFC 7638). Ed25519, P-256, or RSA of 2048 to 4096 bits.',
  policy: anyone,
  params: ByOin,
  body: { schema: NewKey, example: { use: 'client', client: 'intelligence', scopes: ['exchange'], jwk: exampleJwk } },
  responses: { 201: { description: 'Registered', body: keyBody } },
  errors: ['resource.not-found', 'resource.exists', 'ledger.unavailable'],
  perform: async ({ caller, params, body, call }) => {
    const { use, client = null, scopes: allowed = [], jwk } = body;
    const key = await call('identity.addKey', { caller, key: { oin: params.oin, use, client, scopes: allowed, jwk } });
    return { status: 201, body: key };
  },
});

const revokeKey = defineRoute({
  method: 'DELETE',
  path: '/v1/organisations/{oin}/keys/{kid}',
  operationId: 'revokeKey',
  summary: 'Revoke a key for good',
  description:
    'Every node refuses the key and the tokens given for it within two seconds. The operator may revoke any key, a system its own, and ' +
    'a system with the scope `agreements` every key of its organisation. Revoking twice changes nothing.',
  policy: anyone,
  params: Type.Object({ oin: Oin, kid: Kid }, closed),
  responses: { 200: { description: 'Revoked', body: { schema: Key, example: { ...exampleKey, status: 'revoked' } } } },
  errors: ['resource.not-found', 'ledger.unavailable'],
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: await call('identity.revokeKey', { caller, ...params }),
  }),
});

export const keyRoutes: readonly Route[] = [listKeys, addKey, revokeKey];
