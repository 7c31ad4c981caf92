import { Slug, Uuid } from '@koppel/contract';
import { Level } from '@koppel/process';
import { Type } from 'typebox';
import { Mandate, MandateDraft, MandateStatus } from '../platform/mandate.schema.ts';
import { oneLine } from '../platform/one-line.ts';
import { PageQuery, pageOfSchema } from '../platform/paging.ts';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;
const readers = { anyScope: ['mandates', 'cases', 'operate'] } as const;
const Id = Type.Object({ id: Uuid }, closed);
const IfMatch = Type.Object(
  { 'If-Match': Type.Optional(Type.String({ pattern: '^"[0-9]{1,9}"$', maxLength: 11 })) },
  closed,
);
const Reason = Type.Object({ reason: oneLine(3, 500) }, closed);

const exampleDraft: MandateDraft = {
  person: 'emp-7f3a91',
  role: 'case-chair',
  level: 'operational',
  collaboration: 'example-region',
  limits: { themes: ['undermining'], regions: [] },
  from: '2026-01-01T00:00:00Z',
  until: '2028-01-01T00:00:00Z',
  decision: 'MB-2026-017',
};

const exampleMandate: Mandate = {
  id: '01938c5e-8c00-7000-8000-000000000001',
  oin: '00000009999000000001',
  ...exampleDraft,
  status: 'active',
  inForce: true,
  revision: 1,
};

const answer = (description: string) => ({
  description,
  body: { schema: Mandate, example: exampleMandate },
  headers: { ETag: 'The revision; send it back as `If-Match` to be told when somebody else was faster' },
});
const reply = (status: number, mandate: Mandate) => ({
  status,
  headers: { ETag: `"${mandate.revision}"` },
  body: mandate,
});

const listMandates = defineRoute({
  method: 'GET',
  path: '/v1/mandates',
  operationId: 'listMandates',
  summary: 'The mandates of the own organisation, the newest first',
  description: 'A person sees their own; the operator those of every organisation.',
  policy: readers,
  query: Type.Object(
    {
      ...PageQuery.properties,
      role: Type.Optional(Slug),
      level: Type.Optional(Level),
      status: Type.Optional(MandateStatus),
    },
    closed,
  ),
  responses: {
    200: {
      description: 'A page of mandates; `next` leads to the next one as `after`',
      body: { schema: pageOfSchema(Mandate), example: { items: [exampleMandate] } },
    },
  },
  errors: [],
  perform: async ({ caller, query, call }) => ({
    status: 200,
    body: await call('identity.listMandates', { caller, query }),
  }),
});

const giveMandate = defineRoute({
  method: 'POST',
  path: '/v1/mandates',
  operationId: 'giveMandate',
  summary: 'Mandate a person of the own organisation to a role',
  description:
    'For at most four years, in a role that a model of the collaboration knows on that level, or as `model-editor` (policy) or ' +
    '`model-approver` (policy, strategic). With `substituteOf` the person stands in for another one, within the limits and the period of that mandate ' +
    'and no longer than it lasts. All faults are told at once.',
  policy: { scope: 'mandates' },
  body: { schema: MandateDraft, example: exampleDraft },
  responses: { 201: answer('Given') },
  errors: ['mandate.invalid', 'ledger.unavailable'],
  perform: async ({ caller, body, call }) => reply(201, await call('identity.giveMandate', { caller, draft: body })),
});

const getMandate = defineRoute({
  method: 'GET',
  path: '/v1/mandates/{id}',
  operationId: 'getMandate',
  summary: 'One mandate',
  policy: readers,
  params: Id,
  responses: { 200: answer('The mandate') },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, call }) => reply(200, await call('identity.getMandate', { caller, id: params.id })),
});

const revokeMandate = defineRoute({
  method: 'POST',
  path: '/v1/mandates/{id}/revocation',
  operationId: 'revokeMandate',
  summary: 'Revoke a mandate for good',
  description:
    'It counts no more from this moment on, and neither do its substitutions. Revoking twice changes nothing.',
  policy: { scope: 'mandates' },
  params: Id,
  headers: IfMatch,
  body: { schema: Reason, example: { reason: 'Left the department' } },
  responses: { 200: answer('Revoked') },
  errors: ['resource.not-found', 'resource.changed', 'ledger.unavailable'],
  perform: async ({ caller, params, headers, body, call }) => {
    const seen = headers['If-Match'];
    const revision = seen === undefined ? {} : { revision: Number(seen.slice(1, -1)) };
    return reply(
      200,
      await call('identity.revokeMandate', { caller, id: params.id, reason: body.reason, ...revision }),
    );
  },
});

export const mandateRoutes: readonly Route[] = [listMandates, giveMandate, getMandate, revokeMandate];
