import { KoppelError, Slug } from '@koppel/contract';
import { Type } from 'typebox';
import { PageQuery, pageOfSchema } from '../platform/paging.ts';
import { defineRoute, type Route } from '../platform/route.ts';
import { exampleModel } from './example-model.ts';
import { exampleRecord, exampleVersion, RecordBody, Status, VersionBody } from './model-bodies.ts';
import { etag, Id, personErrors, policy, reply, versionAnswer } from './route-parts.ts';

const closed = { additionalProperties: false } as const;

const listModels = defineRoute({
  method: 'GET',
  path: '/v1/models',
  operationId: 'listModels',
  summary: 'The versions of the reference models of your collaborations, newest first',
  description: 'With `model`, the history of one model. Without the documents themselves.',
  policy,
  query: Type.Object(
    {
      ...PageQuery.properties,
      model: Type.Optional(Slug),
      theme: Type.Optional(Slug),
      status: Type.Optional(Status),
    },
    closed,
  ),
  responses: {
    200: {
      description: 'Part of the list',
      body: { schema: pageOfSchema(VersionBody), example: { items: [exampleVersion] } },
    },
  },
  errors: [],
  perform: async ({ caller, query: { limit, after, ...filter }, call }) => {
    const page = { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) };
    return { status: 200, body: await call('model.list', { caller, filter, page }) };
  },
});

const Draft = Type.Object(
  {
    collaboration: Slug,
    document: Type.Optional(
      Type.Unknown({ description: 'A reference model, as reference-model.schema.json describes it' }),
    ),
    theme: Type.Optional(Type.String({ minLength: 1, maxLength: 214, description: 'An installed theme package' })),
  },
  closed,
);

const draftModel = defineRoute({
  method: 'POST',
  path: '/v1/models',
  operationId: 'draftModel',
  summary: 'Draft a version of a reference model',
  description:
    'Either `document` or `theme`. Every fault is told at once, by its path in the document, and nothing is kept then. A version ' +
    'never changes and its number is used once; going back is drafting old content under a higher number. For a person who is ' +
    'mandated as `model-editor`.',
  policy,
  body: { schema: Draft, example: { collaboration: 'example-region', document: exampleModel } },
  responses: { 201: versionAnswer('Drafted; it can be proposed') },
  errors: [...personErrors, 'model.invalid', 'resource.exists', 'ledger.unavailable'],
  perform: async ({ caller, body, call }) => {
    if ((body.document === undefined) === (body.theme === undefined)) throw eitherOne();
    return reply(201, await call('model.draft', { caller, ...body }));
  },
});

const eitherOne = (): KoppelError =>
  new KoppelError('request.invalid', undefined, {
    details: { faults: [{ path: '/body', message: 'must have either a document or a theme' }] },
  });

const getModel = defineRoute({
  method: 'GET',
  path: '/v1/models/{id}',
  operationId: 'getModel',
  summary: 'One version of a reference model, with what it says',
  policy,
  params: Id,
  responses: {
    200: { description: 'The version', body: { schema: RecordBody, example: exampleRecord }, headers: etag },
  },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, call }) => reply(200, await call('model.get', { caller, id: params.id })),
});

export const versionRoutes: readonly Route[] = [listModels, draftModel, getModel];
