import { ClientId, Instant, Manifest, Oin } from '@koppel/contract';
import { Type } from 'typebox';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;
const policy = { anyScope: ['exchange', 'agreements', 'operate'] } as const;

const Adapter = Type.Object(
  {
    oin: Oin,
    client: ClientId,
    id: Type.String(),
    version: Type.String(),
    state: Type.Enum(['up', 'down', 'draining']),
    operations: Type.Array(Type.String()),
    lastSeenAt: Type.Union([Instant, Type.Null()]),
  },
  closed,
);

const exampleAdapter = {
  oin: '00000009999000000002',
  client: 'municipality',
  id: 'municipality',
  version: '1.0.0',
  state: 'up' as const,
  operations: ['municipality.find-residents@1.0.0'],
  lastSeenAt: '2026-01-01T00:00:00.000Z',
};

const text = { nl: 'Voorbeeld', en: 'Example' };

const exampleManifest: Manifest = {
  id: 'municipality',
  version: '1.0.0',
  contract: '^1.0.0',
  owner: exampleAdapter.oin,
  title: text,
  description: text,
  operations: [
    {
      name: 'municipality.find-residents',
      version: '1.0.0',
      title: text,
      description: text,
      modes: ['content'],
      request: { type: 'object', properties: {}, additionalProperties: false },
      reply: { type: 'object', properties: {}, additionalProperties: false },
      subjects: [],
      example: { request: {}, reply: {} },
    },
  ],
  events: [],
  configSchema: { type: 'object', properties: {}, additionalProperties: false },
  secrets: [],
  egress: [],
  healthIntervalMs: 5000,
  rate: { perSecond: 50, retryAfterMs: 1000 },
  effect: 'idempotent',
  lifecycle: 'supported',
};

const listAdapters = defineRoute({
  method: 'GET',
  path: '/v1/adapters',
  operationId: 'listAdapters',
  summary: 'The adapters that partners registered, with their operations and health',
  policy,
  responses: {
    200: {
      description: 'All adapters',
      body: { schema: Type.Object({ adapters: Type.Array(Adapter) }, closed), example: { adapters: [exampleAdapter] } },
    },
  },
  errors: [],
  perform: async ({ caller, call }) => ({ status: 200, body: { adapters: await call('adapters.list', { caller }) } }),
});

const getManifest = defineRoute({
  method: 'GET',
  path: '/v1/adapters/{oin}/{client}/manifest',
  operationId: 'getAdapterManifest',
  summary: 'What an adapter says of itself: operations, schemas, the law on each field',
  policy,
  params: Type.Object({ oin: Oin, client: ClientId }, closed),
  responses: { 200: { description: 'The manifest', body: { schema: Manifest, example: exampleManifest } } },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: await call('adapters.getManifest', { caller, ...params }),
  }),
});

export const adapterRoutes: readonly Route[] = [listAdapters, getManifest];
