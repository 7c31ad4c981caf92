import { Instant, Slug } from '@koppel/contract';
import { hubKeyKinds } from '@koppel/ledger';
import { Type } from 'typebox';
import type { HubKey } from '../platform/hub-key-actions.ts';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;
const policy = { scope: 'operate' } as const;

const Kind = Type.Enum([...hubKeyKinds]);
const Key = Type.Object(
  {
    kind: Kind,
    name: Type.String({ maxLength: 100 }),
    version: Type.Integer({ minimum: 1, maximum: 999_999 }),
    state: Type.Enum(['coming', 'active', 'retired', 'destroyed']),
    fingerprint: Type.Union([Type.String({ pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64 }), Type.Null()]),
    activeFrom: Instant,
    verifierKey: Type.Union([Type.String({ maxLength: 300 }), Type.Null()]),
  },
  closed,
);
const exampleKey: HubKey = {
  kind: 'case',
  name: 'example-region',
  version: 2,
  state: 'coming',
  fingerprint: 'ab'.repeat(32),
  activeFrom: '2026-03-02T08:00:03.000Z',
  verifierKey: null,
};

const listHubKeys = defineRoute({
  method: 'GET',
  path: '/v1/hub-keys',
  operationId: 'listHubKeys',
  summary: "The hub's own keys and how they stand; for its operator",
  description:
    '`coming` is known to every node before any of them uses it, `retired` serves what was made with it, `destroyed` is gone.',
  policy,
  responses: {
    200: {
      description: 'Every version of every key, the newest of each first',
      body: { schema: Type.Object({ keys: Type.Array(Key) }, closed), example: { keys: [exampleKey] } },
    },
  },
  errors: [],
  perform: async ({ caller, call }) => ({
    status: 200,
    body: { keys: await call('identity.listHubKeys', { caller }) },
  }),
});

const rotateHubKey = defineRoute({
  method: 'POST',
  path: '/v1/hub-keys',
  operationId: 'rotateHubKey',
  summary: "Replace one of the hub's own keys, on every node and while it runs",
  description:
    'The new key is announced to every node for three seconds and then used. `compromised` ends a key that signs once every node has the ' +
    'next; otherwise what the former key signed stays good for as long as docs/keys.md says.',
  policy,
  body: {
    schema: Type.Object(
      {
        kind: Kind,
        collaboration: Type.Optional(Slug),
        reason: Type.Optional(Type.Enum(['routine', 'compromised'])),
      },
      closed,
    ),
    example: { kind: 'case', collaboration: 'example-region', reason: 'routine' },
  },
  responses: { 201: { description: 'The new key', body: { schema: Key, example: exampleKey } } },
  errors: ['resource.not-found', 'resource.changed', 'ledger.unavailable'],
  perform: async ({ caller, body: { reason, ...asked }, call }) => ({
    status: 201,
    body: await call('identity.rotateHubKey', { caller, ...asked, isCompromised: reason === 'compromised' }),
  }),
});

export const hubKeyRoutes: readonly Route[] = [listHubKeys, rotateHubKey];
