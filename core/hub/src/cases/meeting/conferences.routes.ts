import { Type } from 'typebox';
import { Board, BoardQuery } from '../../platform/board.schema.ts';
import {
  Attendance,
  Conference,
  ConferenceDraft,
  ConferenceQuery,
  ConferenceView,
} from '../../platform/conference.schema.ts';
import { pageOfSchema } from '../../platform/paging.ts';
import { etag, IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { changeErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { exampleAttendance, exampleBoard, exampleConference, exampleDraft, exampleItem } from './meeting.examples.ts';

const Reasons = Type.Object(
  { reasons: Type.String({ minLength: 3, maxLength: 2000 }) },
  { additionalProperties: false },
);

const one = (description: string) => ({
  description,
  body: { schema: Conference, example: exampleConference },
  headers: etag,
});

const getBoard = defineRoute({
  method: 'GET',
  path: '/v1/bodies/{id}/board',
  operationId: 'getBoard',
  summary: 'The open signals and cases of a body that the person may know of, the first deadline first',
  description: 'The first page counts them by state; nothing else is counted.',
  policy,
  params: Id,
  query: BoardQuery,
  responses: { 200: { description: 'A page of the board', body: { schema: Board, example: exampleBoard } } },
  errors: viewErrors,
  perform: async ({ caller, params, query, call }) => ({
    status: 200,
    body: await call('cases.boardOf', { caller, body: params.id, query }),
  }),
});

const convene = defineRoute({
  method: 'POST',
  path: '/v1/bodies/{id}/conferences',
  operationId: 'conveneConference',
  summary: 'Convene a meeting of a body',
  description:
    "For the coordinator's people on the level of the body, and for whoever answers for a step on that level.",
  policy,
  params: Id,
  body: { schema: ConferenceDraft, example: exampleDraft },
  responses: { 201: one('Convened') },
  errors: [...changeErrors, 'model.not-in-force'],
  perform: async ({ caller, params, body, call }) =>
    recordReply(201, await call('cases.conveneConference', { caller, body: params.id, draft: body })),
});

const listConferences = defineRoute({
  method: 'GET',
  path: '/v1/bodies/{id}/conferences',
  operationId: 'listConferences',
  summary: 'The meetings of a body, the first one first',
  policy,
  params: Id,
  query: ConferenceQuery,
  responses: {
    200: {
      description: 'A page of meetings, without their agendas',
      body: { schema: pageOfSchema(Conference), example: { items: [exampleConference] } },
    },
  },
  errors: viewErrors,
  perform: async ({ caller, params, query, call }) => ({
    status: 200,
    body: await call('cases.listConferences', { caller, body: params.id, query }),
  }),
});

const getConference = defineRoute({
  method: 'GET',
  path: '/v1/conferences/{id}',
  operationId: 'getConference',
  summary: 'One meeting, with those items of its agenda that the person may know of',
  policy,
  params: Id,
  responses: {
    200: {
      description: 'The meeting',
      body: { schema: ConferenceView, example: { ...exampleConference, agenda: [exampleItem] } },
      headers: etag,
    },
  },
  errors: viewErrors,
  perform: async ({ caller, params, call }) =>
    recordReply(200, await call('cases.getConference', { caller, id: params.id })),
});

const recordAttendance = defineRoute({
  method: 'POST',
  path: '/v1/conferences/{id}/attendance',
  operationId: 'recordAttendance',
  summary: 'Record who was at a meeting, in which roles',
  description:
    'The whole list each time; each person must hold a mandate for the role. It counts for what was on the agenda.',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: Attendance, example: exampleAttendance },
  responses: { 200: one('Recorded') },
  errors: changeErrors,
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(
      200,
      await call('cases.recordAttendance', { caller, id: params.id, attendance: body, ...revisionOf(headers) }),
    ),
});

const closeConference = defineRoute({
  method: 'POST',
  path: '/v1/conferences/{id}/closure',
  operationId: 'closeConference',
  summary: 'Close a meeting; what it decided stays with the cases',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: Reasons, example: { reasons: 'Everything on the agenda was dealt with' } },
  responses: { 200: one('Closed') },
  errors: changeErrors,
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(200, await call('cases.closeConference', { caller, id: params.id, ...body, ...revisionOf(headers) })),
});

export const conferenceRoutes: readonly Route[] = [
  getBoard,
  convene,
  listConferences,
  getConference,
  recordAttendance,
  closeConference,
];
