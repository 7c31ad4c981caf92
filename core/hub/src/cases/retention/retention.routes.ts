import { Instant, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import type { RetentionForecast, RootKind } from '../../platform/item-actions.ts';
import { Item } from '../../platform/item.schema.ts';
import { PageQuery, pageOfSchema } from '../../platform/paging.ts';
import { RetentionStatus } from '../../platform/process/record.schema.ts';
import { IfMatch, revisionOf } from '../../platform/process/seen.ts';
import { changeErrors, Id, policy } from '../../platform/process/part-routes.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { exampleItem } from '../item/item.examples.ts';
import { rootNames } from '../item/root-names.ts';

const closed = { additionalProperties: false } as const;
const Extension = Type.Object({ until: Instant, reasons: Type.String({ minLength: 3, maxLength: 2000 }) }, closed);
const exampleExtension = {
  until: '2030-06-01T00:00:00.000Z',
  reasons: 'The court of appeal has yet to decide on the closure of the premises',
};

const exampleRetention = {
  status: 'active',
  endsAt: exampleExtension.until,
  lockedYears: 5,
  decision: '01938c5e-8c00-7000-8000-0000000000f4',
};

const Forecast = Type.Object(
  {
    kind: Type.Enum(['signal', 'case', 'conference', 'escalation', 'item']),
    id: Uuid,
    root: Uuid,
    next: Type.Enum(['lock', 'destroy']),
    at: Instant,
  },
  closed,
);
const exampleForecast: RetentionForecast = {
  kind: 'item',
  id: exampleItem.id,
  root: exampleItem.root,
  next: 'lock',
  at: '2027-06-01T12:00:00.000Z',
};

const extendRetention = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/retention-extensions`,
    operationId: `extendRetentionOf${rootNames[kind].title}`,
    summary: `Keep a ${kind} longer, with reasons`,
    description:
      'For whoever is accountable for keeping it, before its time is over, at most five years ahead. Items that came under an agreement go when the agreement says so.',
    policy,
    params: Id,
    headers: IfMatch,
    body: { schema: Extension, example: exampleExtension },
    responses: { 200: { description: 'Extended', body: { schema: RetentionStatus, example: exampleRetention } } },
    errors: changeErrors,
    perform: async ({ caller, params, headers, body, call }) => {
      const asked = { caller, kind, id: params.id, extension: body, ...revisionOf(headers) };
      const { retention } = await call('cases.extendRetention', asked);
      return { status: 200, body: retention };
    },
  });

const extendItem = defineRoute({
  method: 'POST',
  path: '/v1/items/{id}/retention-extensions',
  operationId: 'extendRetentionOfItem',
  summary: 'Keep an item with a clock of its own longer, with reasons',
  description: 'Never longer than the agreement under which it came, and never longer than its case.',
  policy,
  params: Id,
  body: { schema: Extension, example: exampleExtension },
  responses: { 200: { description: 'Extended', body: { schema: Item, example: exampleItem } } },
  errors: [...changeErrors, 'item.locked'],
  perform: async ({ caller, params, body, call }) => ({
    status: 200,
    body: await call('cases.extendItem', { caller, id: params.id, extension: body }),
  }),
});

const previewRetention = defineRoute({
  method: 'GET',
  path: '/v1/retention',
  operationId: 'previewRetention',
  summary: 'What will be locked or destroyed before a moment, the first first',
  description:
    'Signals, cases, meetings, questions to a body, and items that have a clock of their own; with a case all of its items go.',
  policy,
  query: Type.Object({ ...PageQuery.properties, before: Instant }, closed),
  responses: {
    200: {
      description: 'A page of what goes',
      body: { schema: pageOfSchema(Forecast), example: { items: [exampleForecast] } },
    },
  },
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, query: { before, ...page }, call }) => ({
    status: 200,
    body: await call('cases.previewRetention', { caller, before, page }),
  }),
});

export const retentionRoutes: readonly Route[] = [
  extendRetention('signal'),
  extendRetention('case'),
  extendItem,
  previewRetention,
];
