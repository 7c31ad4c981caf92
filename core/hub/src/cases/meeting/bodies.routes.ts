import { Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import { Body, BodyDraft, MemberChange, type Body as BodyType } from '../../platform/body.schema.ts';
import { PageQuery, pageOfSchema } from '../../platform/paging.ts';
import { IfMatch, revisionOf } from '../../platform/process/seen.ts';
import { defineRoute, type Route } from '../../platform/route.ts';

const closed = { additionalProperties: false } as const;
const readers = { anyScope: ['cases', 'operate'] } as const;
const operator = { scope: 'operate' } as const;
const Id = Type.Object({ id: Uuid }, closed);
const Reason = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }, closed);

const exampleDraft: BodyDraft = {
  collaboration: 'example-region',
  level: 'operational',
  title: { nl: 'Casusoverleg Noord', en: 'Case conference North' },
  theme: 'example-theme',
  region: 'north',
  coordinator: '00000009999000000001',
  members: ['00000009999000000001', '00000009999000000002'],
};

const exampleBody: BodyType = {
  id: '01938c5e-8c00-7000-8000-0000000000b1',
  ...exampleDraft,
  active: true,
  revision: 1,
};

const answer = (description: string) => ({
  description,
  body: { schema: Body, example: exampleBody },
  headers: { ETag: 'The revision; send it back as `If-Match` to be told when somebody else was faster' },
});

const reply = (status: number, body: BodyType) => ({ status, headers: { ETag: `"${body.revision}"` }, body });

const createBody = defineRoute({
  method: 'POST',
  path: '/v1/bodies',
  operationId: 'createBody',
  summary: 'Set up a body in which organisations meet',
  description: 'The collaboration decides on it and the operator writes it down. All faults are told at once.',
  policy: operator,
  body: { schema: BodyDraft, example: exampleDraft },
  responses: { 201: answer('Set up') },
  errors: ['ledger.unavailable'],
  perform: async ({ caller, body, call }) => reply(201, await call('cases.createBody', { caller, draft: body })),
});

const listBodies = defineRoute({
  method: 'GET',
  path: '/v1/bodies',
  operationId: 'listBodies',
  summary: 'The bodies of which the own organisation is a member; every body for the operator',
  policy: readers,
  query: PageQuery,
  responses: {
    200: {
      description: 'A page of bodies, the oldest first',
      body: { schema: pageOfSchema(Body), example: { items: [exampleBody] } },
    },
  },
  errors: [],
  perform: async ({ caller, query, call }) => ({
    status: 200,
    body: await call('cases.listBodies', { caller, page: query }),
  }),
});

const getBody = defineRoute({
  method: 'GET',
  path: '/v1/bodies/{id}',
  operationId: 'getBody',
  summary: 'One body with its members',
  policy: readers,
  params: Id,
  responses: { 200: answer('The body') },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, call }) => reply(200, await call('cases.getBody', { caller, id: params.id })),
});

const changeMembers = defineRoute({
  method: 'POST',
  path: '/v1/bodies/{id}/members',
  operationId: 'changeBodyMembers',
  summary: 'Let organisations join or leave a body, or hand over its coordination',
  description: 'Whoever leaves keeps the cases to which it is joined; the case decides on those.',
  policy: operator,
  params: Id,
  headers: IfMatch,
  body: { schema: MemberChange, example: { add: ['00000009999000000004'] } },
  responses: { 200: answer('Changed') },
  errors: ['resource.not-found', 'resource.changed', 'ledger.unavailable'],
  perform: async ({ caller, params, headers, body, call }) =>
    reply(200, await call('cases.changeMembers', { caller, id: params.id, change: body, ...revisionOf(headers) })),
});

const closeBody = defineRoute({
  method: 'POST',
  path: '/v1/bodies/{id}/closure',
  operationId: 'closeBody',
  summary: 'End a body; nothing new can be put before it',
  policy: operator,
  params: Id,
  headers: IfMatch,
  body: { schema: Reason, example: { reason: 'Taken over by the conference of the neighbouring region' } },
  responses: { 200: answer('Ended') },
  errors: ['resource.not-found', 'resource.changed', 'ledger.unavailable'],
  perform: async ({ caller, params, headers, body, call }) =>
    reply(200, await call('cases.closeBody', { caller, id: params.id, ...body, ...revisionOf(headers) })),
});

export const bodyRoutes: readonly Route[] = [createBody, listBodies, getBody, changeMembers, closeBody];
