import { AgendaDraft, AgendaItem, ConferenceDecision } from '../../platform/conference.schema.ts';
import { IfMatch, revisionOf } from '../../platform/process/seen.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { changeErrors, Id, policy } from '../../platform/process/part-routes.ts';
import { exampleItem } from './meeting.examples.ts';

const one = (description: string) => ({ description, body: { schema: AgendaItem, example: exampleItem } });

const addToAgenda = defineRoute({
  method: 'POST',
  path: '/v1/conferences/{id}/agenda-items',
  operationId: 'addToAgenda',
  summary: 'Put a signal or case on the agenda of a meeting of its body',
  description:
    'For whoever contributes to it in its present state. Members that are not joined to it do not learn of it. `If-Match` is the ' +
    'version of the signal or case.',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: AgendaDraft, example: { kind: exampleItem.kind, id: exampleItem.id, topic: exampleItem.topic } },
  responses: { 201: one('On the agenda') },
  errors: [...changeErrors, 'resource.exists'],
  perform: async ({ caller, params, headers, body, call }) => ({
    status: 201,
    body: await call('cases.addToAgenda', { caller, id: params.id, draft: body, ...revisionOf(headers) }),
  }),
});

const decideInConference = defineRoute({
  method: 'POST',
  path: '/v1/conferences/{id}/decisions',
  operationId: 'decideInConference',
  summary: 'Write down what a meeting decided about something on its agenda',
  description:
    'By R or A of a step that can be done now. An `action` of the reference model is named here and done by a person, with this ' +
    'meeting as its `conference`.',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: ConferenceDecision,
    example: { item: exampleItem.item, text: 'The municipality goes in first, the police stand by' },
  },
  responses: { 201: one('Written down') },
  errors: changeErrors,
  perform: async ({ caller, params, headers, body, call }) => ({
    status: 201,
    body: await call('cases.decideInConference', { caller, id: params.id, decision: body, ...revisionOf(headers) }),
  }),
});

export const agendaRoutes: readonly Route[] = [addToAgenda, decideInConference];
