import { ClientId, Instant, Oin } from '@koppel/contract';
import { Type } from 'typebox';
import { defineRoute, type Route } from '../../platform/route.ts';

const closed = { additionalProperties: false } as const;
const Size = Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 });
const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

const Refusal = Type.Object({ code: Type.String(), at: Instant, heldSize: orNull(Size), offeredSize: Size }, closed);

const Witness = Type.Object(
  {
    oin: Oin,
    client: ClientId,
    name: Type.String(),
    vkey: Type.String(),
    addedAt: Instant,
    signedSize: orNull(Size),
    signedAt: orNull(Instant),
    lagSeconds: Type.Number({ minimum: 0 }),
    isRefusing: Type.Boolean(),
    lastRefusal: orNull(Refusal),
  },
  closed,
);

const Standing = Type.Object(
  {
    origin: Type.String(),
    vkey: Type.String(),
    required: Type.Integer({ minimum: 0 }),
    signed: Type.Integer({ minimum: 0 }),
    isQuorumMet: Type.Boolean(),
    witnesses: Type.Array(Witness),
  },
  closed,
);

const exampleWitness = {
  oin: '00000009999000000002',
  client: 'municipality',
  name: '00000009999000000002-municipality',
  vkey: `00000009999000000002-municipality+5e6f7a8b+${Buffer.concat([Buffer.of(4), Buffer.alloc(32)]).toString('base64')}`,
  addedAt: '2026-01-01T00:00:00.000Z',
  signedSize: 95,
  signedAt: '2026-01-01T08:00:00.000Z',
  lagSeconds: 2.5,
  isRefusing: false,
  lastRefusal: null,
};

const listWitnesses = defineRoute({
  method: 'GET',
  path: '/v1/ledger/witnesses',
  operationId: 'listWitnesses',
  summary: 'Who countersigns the ledger, how far each went along, and what it refused',
  policy: { scope: 'ledger' },
  responses: {
    200: {
      description: 'The witnesses and the quorum',
      body: {
        schema: Standing,
        example: {
          origin: 'koppel.example/hub',
          vkey: `koppel.example/hub+1a2b3c4d+${Buffer.concat([Buffer.of(1), Buffer.alloc(32)]).toString('base64')}`,
          required: 1,
          signed: 1,
          isQuorumMet: true,
          witnesses: [exampleWitness],
        },
      },
    },
  },
  errors: [],
  perform: async ({ caller, call }) => ({ status: 200, body: await call('ledger.witnesses', { caller }) }),
});

const addWitness = defineRoute({
  method: 'POST',
  path: '/v1/ledger/witnesses',
  operationId: 'addWitness',
  summary: 'Ask a client of the link to countersign the ledger from now on',
  description: 'The partner reads the verifier key with "koppel witness key" and hands it over.',
  policy: { scope: 'operate' },
  body: {
    schema: Type.Object({ oin: Oin, client: ClientId, vkey: Type.String({ minLength: 1, maxLength: 300 }) }, closed),
    example: { oin: exampleWitness.oin, client: exampleWitness.client, vkey: exampleWitness.vkey },
  },
  responses: { 201: { description: 'The witness', body: { schema: Witness, example: exampleWitness } } },
  errors: ['resource.not-found', 'resource.exists', 'ledger.unavailable'],
  perform: async ({ caller, body, call }) => ({
    status: 201,
    body: await call('ledger.addWitness', { caller, ...body }),
  }),
});

const withdrawWitness = defineRoute({
  method: 'DELETE',
  path: '/v1/ledger/witnesses/{oin}/{client}',
  operationId: 'withdrawWitness',
  summary: 'Ask a witness no more; what it countersigned and refused stays',
  policy: { scope: 'operate' },
  params: Type.Object({ oin: Oin, client: ClientId }, closed),
  responses: { 200: { description: 'The witness as it was', body: { schema: Witness, example: exampleWitness } } },
  errors: ['resource.not-found', 'ledger.unavailable'],
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: await call('ledger.withdrawWitness', { caller, ...params }),
  }),
});

const Gap = Type.Object(
  { index: Size, from: Size, to: Size, root: Type.String({ pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64 }) },
  closed,
);

const recordGap = defineRoute({
  method: 'POST',
  path: '/v1/ledger/gaps',
  operationId: 'recordLedgerGap',
  summary: 'Record in the ledger that it lost entries which witnesses countersigned',
  description:
    'One entry for each checkpoint that a witness holds. Each witness goes on once a person there accepts it.',
  policy: { scope: 'operate' },
  body: {
    schema: Type.Object(
      { from: Size, reason: Type.Enum(['gap.backup-restored', 'gap.storage-lost', 'gap.history-rewritten']) },
      closed,
    ),
    example: { from: 90, reason: 'gap.backup-restored' },
  },
  responses: {
    201: {
      description: 'What was recorded',
      body: {
        schema: Type.Object({ gaps: Type.Array(Gap) }, closed),
        example: { gaps: [{ index: 90, from: 90, to: 95, root: 'ab'.repeat(32) }] },
      },
    },
  },
  errors: ['ledger.no-gap', 'ledger.unavailable'],
  perform: async ({ caller, body, call }) => ({
    status: 201,
    body: { gaps: await call('ledger.recordGap', { caller, from: body.from, code: body.reason }) },
  }),
});

export const witnessRoutes: readonly Route[] = [listWitnesses, addWitness, withdrawWitness, recordGap];
