import { Mode, OperationName, Uuid, type ProblemCode } from '@koppel/contract';
import { Type } from 'typebox';
import { InformationRequestDraft } from '../../platform/information-request.schema.ts';
import type { RootKind } from '../../platform/item-actions.ts';
import { PageQuery, pageOfSchema } from '../../platform/paging.ts';
import { recordSchema } from '../../platform/process/record.schema.ts';
import { etag, IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { changeErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { rootNames } from '../item/root-names.ts';
import { exampleDraft, exampleRequest } from './request.examples.ts';

const Headers = Type.Object(
  {
    ...IfMatch.properties,
    /** Something nobody can guess, a UUID for example. */
    'Idempotency-Key': Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 16, maxLength: 128 })),
  },
  { additionalProperties: false },
);

const InformationRequest = recordSchema(
  Type.Object({
    operation: OperationName,
    mode: Mode,
    agreement: Type.Object({ id: Uuid, version: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
    question: Type.Optional(InformationRequestDraft),
    outcome: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    decisions: Type.Optional(Type.Array(Type.Unknown())),
  }),
);

const one = (description: string) => ({
  description,
  body: { schema: InformationRequest, example: exampleRequest },
  headers: etag,
});

const reasonsNotToAsk = [
  ...changeErrors,
  'agreement.not-found',
  'process.transition-refused',
  'exchange.key-reused',
  'case.too-many-parts',
] as const satisfies ProblemCode[];

const ask = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/information-requests`,
    operationId: `askIn${rootNames[kind].title}`,
    summary: `Ask a partner what a step of a ${kind} needs to know`,
    description:
      'A governed exchange under the agreement. The answer becomes an item on its terms; a no of the hub or the source is a state of the request, with the code. Needs the scope `exchange` as well.',
    policy,
    params: Id,
    headers: Headers,
    body: { schema: InformationRequestDraft, example: exampleDraft },
    responses: {
      200: one('The request that was put under this idempotency key before; nobody was asked again'),
      201: one('Asked; `state` says what came of it: `answered`, `refused` or `failed`'),
    },
    errors: reasonsNotToAsk,
    perform: async ({ caller, params, headers, body, context, call }) => {
      const key = headers['Idempotency-Key'];
      const { record, isNew } = await call('cases.ask', {
        caller,
        kind,
        id: params.id,
        draft: body,
        context,
        ...revisionOf(headers),
        ...(key === undefined ? {} : { idempotencyKey: key }),
      });
      return recordReply(isNew ? 201 : 200, record);
    },
  });

const listRequests = (kind: RootKind): Route =>
  defineRoute({
    method: 'GET',
    path: `/v1/${rootNames[kind].path}/{id}/information-requests`,
    operationId: `listInformationRequestsOf${rootNames[kind].title}`,
    summary: `What was asked in a ${kind}, in the order in which it was`,
    policy,
    params: Id,
    query: PageQuery,
    responses: {
      200: {
        description: 'A page of requests; `question` is for who asked and who was asked',
        body: { schema: pageOfSchema(InformationRequest), example: { items: [exampleRequest] } },
      },
    },
    errors: viewErrors,
    perform: async ({ caller, params, query, call }) => ({
      status: 200,
      body: await call('cases.listInformationRequests', { caller, kind, id: params.id, page: query }),
    }),
  });

const getRequest = defineRoute({
  method: 'GET',
  path: '/v1/information-requests/{id}',
  operationId: 'getInformationRequest',
  summary: 'One request and what came of it',
  policy,
  params: Id,
  responses: { 200: one('The request') },
  errors: viewErrors,
  perform: async ({ caller, params, call }) =>
    recordReply(200, await call('cases.getInformationRequest', { caller, id: params.id })),
});

export const requestRoutes: readonly Route[] = [
  ask('signal'),
  ask('case'),
  listRequests('signal'),
  listRequests('case'),
  getRequest,
];
