import type { RootKind } from '../../platform/item-actions.ts';
import { Item, ItemDraft, OpenedItem, Reading } from '../../platform/item.schema.ts';
import { PageQuery, pageOfSchema } from '../../platform/paging.ts';
import { IfMatch, revisionOf } from '../../platform/process/seen.ts';
import { changeErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { rootNames } from './root-names.ts';
import { exampleDraft, exampleItem, exampleOpenedItem, exampleReading } from './item.examples.ts';

/** Signals and cases hold items in the same way. */
const addItem = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/items`,
    operationId: `addItemTo${rootNames[kind].title}`,
    summary: `Write a note or document in a ${kind}`,
    description: 'Everybody who is joined reads it. Whoever does something in a step that is open now may add to it.',
    policy,
    params: Id,
    headers: IfMatch,
    body: { schema: ItemDraft, example: exampleDraft },
    responses: { 201: { description: 'Added', body: { schema: Item, example: exampleItem } } },
    errors: changeErrors,
    perform: async ({ caller, params, headers, body, call }) => ({
      status: 201,
      body: await call('cases.addItem', { caller, kind, id: params.id, draft: body, ...revisionOf(headers) }),
    }),
  });

const listItems = (kind: RootKind): Route =>
  defineRoute({
    method: 'GET',
    path: `/v1/${rootNames[kind].path}/{id}/items`,
    operationId: `listItemsOf${rootNames[kind].title}`,
    summary: `The items of a ${kind} with their terms, in the order in which they were added`,
    policy,
    params: Id,
    query: PageQuery,
    responses: {
      200: { description: 'A page of items', body: { schema: pageOfSchema(Item), example: { items: [exampleItem] } } },
    },
    errors: viewErrors,
    perform: async ({ caller, params, query, call }) => ({
      status: 200,
      body: await call('cases.listItems', { caller, kind, id: params.id, page: query }),
    }),
  });

const getItem = defineRoute({
  method: 'GET',
  path: '/v1/items/{id}',
  operationId: 'getItem',
  summary: 'One item with what it says',
  description:
    'Reading what a partner answered is logged. `content` is null for an organisation to which it may not be disclosed.',
  policy,
  params: Id,
  responses: { 200: { description: 'The item', body: { schema: OpenedItem, example: exampleOpenedItem } } },
  errors: [...viewErrors, 'item.locked', 'ledger.unavailable'],
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: await call('cases.getItem', { caller, id: params.id }),
  }),
});

const listReadings = defineRoute({
  method: 'GET',
  path: '/v1/items/{id}/readings',
  operationId: 'listReadingsOfItem',
  summary: 'Who read what a partner answered, and when',
  description:
    'For whoever is accountable for keeping the item and for the organisation whose data it is, as long as the signal or case is known, also after the item was locked or destroyed. Reading a note or document is not logged.',
  policy,
  params: Id,
  query: PageQuery,
  responses: {
    200: {
      description: 'A page of readings, the first first',
      body: { schema: pageOfSchema(Reading), example: { items: [exampleReading] } },
    },
  },
  errors: [...viewErrors, 'process.role-missing'],
  perform: async ({ caller, params, query, call }) => ({
    status: 200,
    body: await call('cases.listReadings', { caller, id: params.id, page: query }),
  }),
});

export const itemRoutes: readonly Route[] = [
  addItem('signal'),
  addItem('case'),
  listItems('signal'),
  listItems('case'),
  getItem,
  listReadings,
];
