import { Instant, Oin, Slug, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import type { LessonView } from '../../platform/lesson-actions.ts';
import { PageQuery, pageOfSchema } from '../../platform/paging.ts';
import { Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { defineRoute, type Route } from '../../platform/route.ts';

const closed = { additionalProperties: false } as const;
const Words = Type.String({ minLength: 3, maxLength: 2000 });
const Status = Type.Enum(['open', 'adopted', 'declined']);
const Person = Type.Object({ oin: Oin, person: Type.String({ maxLength: 64 }) }, closed);

const Draft = Type.Object(
  { decision: Uuid, index: Type.Integer({ minimum: 0, maximum: 49 }), text: Words, change: Words },
  closed,
);

const Lesson = Type.Object(
  {
    ...Draft.properties,
    decision: Type.Union([Uuid, Type.Null()]),
    id: Uuid,
    collaboration: Slug,
    theme: Slug,
    proposedBy: Person,
    proposedAt: Instant,
    status: Status,
    model: Type.Union([Uuid, Type.Null()]),
    decidedBy: Type.Union([Person, Type.Null()]),
    reasons: Type.Union([Words, Type.Null()]),
    case: Type.Union([Uuid, Type.Null()]),
  },
  closed,
);

const exampleDraft = {
  decision: '01938c5e-8c00-7000-8000-0000000000d1',
  index: 0,
  text: 'A landlord who is told early closes the premises himself',
  change: 'Add talking to the landlord as an intervention',
};

const exampleLesson: LessonView = {
  id: '01938c5e-8c00-7000-8000-0000000000e1',
  ...exampleDraft,
  collaboration: 'example-region',
  theme: 'example-theme',
  proposedBy: { oin: '00000009999000000001', person: 'emp-7f3a91' },
  proposedAt: '2026-06-01T12:00:00.000Z',
  status: 'open',
  model: null,
  decidedBy: null,
  reasons: null,
  case: '01938c5e-8c00-7000-8000-000000000001',
};

const one = (description: string) => ({ description, body: { schema: Lesson, example: exampleLesson } });

const proposeLesson = defineRoute({
  method: 'POST',
  path: '/v1/cases/{id}/lessons',
  operationId: 'proposeLesson',
  summary: 'Put a lesson of a case before those who write the reference model',
  description:
    'Everybody in the collaboration who writes models reads the text, and none of them learns of which case it is: name nobody.',
  policy,
  params: Id,
  body: { schema: Draft, example: exampleDraft },
  responses: { 201: one('Put forward') },
  errors: [...viewErrors, 'resource.changed', 'process.role-missing', 'ledger.unavailable'],
  perform: async ({ caller, params, body, call }) => ({
    status: 201,
    body: await call('cases.proposeLesson', { caller, case: params.id, lesson: body }),
  }),
});

const listLessons = defineRoute({
  method: 'GET',
  path: '/v1/lessons',
  operationId: 'listLessons',
  summary: 'Lessons that cases put forward, the newest first; of one version of a model with `model`',
  description: 'Those about models that the person writes or decides about, and those of cases that they may know of.',
  policy,
  query: Type.Object({ ...PageQuery.properties, status: Type.Optional(Status), model: Type.Optional(Uuid) }, closed),
  responses: {
    200: {
      description: 'A page of lessons; `case` and `decision` are told to those who may know of the case',
      body: { schema: pageOfSchema(Lesson), example: { items: [exampleLesson] } },
    },
  },
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, query: { status, model, ...page }, call }) => ({
    status: 200,
    body: await call('cases.listLessons', {
      caller,
      page,
      ...(status === undefined ? {} : { status }),
      ...(model === undefined ? {} : { model }),
    }),
  }),
});

const decideLesson = defineRoute({
  method: 'POST',
  path: '/v1/lessons/{id}/decision',
  operationId: 'decideLesson',
  summary: 'Take a lesson into a version of the reference model, or decline it',
  policy,
  params: Id,
  body: {
    schema: Type.Object(
      { outcome: Type.Enum(['adopted', 'declined']), model: Type.Optional(Uuid), reasons: Words },
      closed,
    ),
    example: { outcome: 'declined', reasons: 'The catalogue has this intervention already' },
  },
  responses: { 200: one('Decided; the case is told') },
  errors: [...viewErrors, 'resource.changed', 'process.closed', 'ledger.unavailable'],
  perform: async ({ caller, params, body, call }) => ({
    status: 200,
    body: await call('cases.decideLesson', { caller, id: params.id, ...body }),
  }),
});

export const lessonRoutes: readonly Route[] = [proposeLesson, listLessons, decideLesson];
