import { ChronologyEntry } from '../../platform/chronology.schema.ts';
import type { RootKind } from '../../platform/item-actions.ts';
import { PageQuery, pageOfSchema } from '../../platform/paging.ts';
import { ActionBody } from '../../platform/process/action-body.schema.ts';
import { IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { RootQuery, RootSummary } from '../../platform/root.schema.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { rootNames } from '../item/root-names.ts';
import { actionErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { additionRoutesOf } from './addition.routes.ts';
import { exampleEntry, exampleSummary } from './examples.ts';
import { one } from './root-reply.ts';

const listOf = (kind: RootKind): Route =>
  defineRoute({
    method: 'GET',
    path: `/v1/${rootNames[kind].path}`,
    operationId: `list${rootNames[kind].title}s`,
    summary: `The ${rootNames[kind].path} that the person may know of`,
    description:
      'By their deadline, or with `sort=changed` by their latest change. Nothing tells how many others there are.',
    policy,
    query: RootQuery,
    responses: {
      200: {
        description: 'A page',
        body: { schema: pageOfSchema(RootSummary), example: { items: [{ ...exampleSummary, kind }] } },
      },
    },
    errors: ['token.person-required', 'mandate.missing'],
    perform: async ({ caller, query, call }) => ({
      status: 200,
      body: await call('cases.listRoots', { caller, kind, query }),
    }),
  });

const getOne = (kind: RootKind): Route =>
  defineRoute({
    method: 'GET',
    path: `/v1/${rootNames[kind].path}/{id}`,
    operationId: `get${rootNames[kind].title}`,
    summary: `One ${kind} with everything in it, and what the person can do now`,
    policy,
    params: Id,
    responses: { 200: one(kind, `The ${kind}`) },
    errors: viewErrors,
    perform: async ({ caller, params, call }) =>
      recordReply(200, await call('cases.getRoot', { caller, kind, id: params.id })),
  });

const exampleAction: ActionBody = {
  action: 'example-action',
  reasons: 'Two partners see the same people at the same address',
  statements: { 'example-statement': 'Nothing less will do, because a warning was tried before' },
};

const actOn = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/transitions`,
    operationId: `actOn${rootNames[kind].title}`,
    summary: `Do what the reference model knows to a ${kind}, or propose it`,
    description:
      'Whatever is missing is told at once, and then nothing has happened. `intent: propose` puts the action before whoever is accountable.',
    policy,
    params: Id,
    headers: IfMatch,
    body: { schema: ActionBody, example: exampleAction },
    responses: { 200: one(kind, 'Done, or proposed') },
    errors: [...actionErrors, 'case.too-many-parts'],
    perform: async ({ caller, params, headers, body, call }) =>
      recordReply(
        200,
        await call('cases.actOnRoot', { caller, kind, id: params.id, action: body, ...revisionOf(headers) }),
      ),
  });

const chronologyRoute = (kind: RootKind): Route =>
  defineRoute({
    method: 'GET',
    path: `/v1/${rootNames[kind].path}/{id}/chronology`,
    operationId: `get${rootNames[kind].title}Chronology`,
    summary: `Everything that happened in a ${kind}, in the order of the ledger`,
    description:
      'The canonical form of each event (RFC 8785) has the digest of its entry in the ledger. It stays when the content is destroyed; the reasons do not.',
    policy,
    params: Id,
    query: PageQuery,
    responses: {
      200: {
        description: 'A page of events',
        body: { schema: pageOfSchema(ChronologyEntry), example: { items: [exampleEntry] } },
      },
    },
    errors: viewErrors,
    perform: async ({ caller, params, query, call }) => ({
      status: 200,
      body: await call('cases.chronology', { caller, kind, id: params.id, page: query }),
    }),
  });

const routesOf = (kind: RootKind): readonly Route[] => [
  listOf(kind),
  getOne(kind),
  actOn(kind),
  chronologyRoute(kind),
  ...additionRoutesOf(kind),
];

/** What signals and cases have in common. */
export const rootRoutes: readonly Route[] = [...routesOf('signal'), ...routesOf('case')];
