import { Type } from 'typebox';
import {
  Consultation,
  ConsultationAnswer,
  ConsultationDraft,
  ConsultationQuery,
} from '../../platform/consultation.schema.ts';
import type { RootKind } from '../../platform/item-actions.ts';
import { pageOfSchema, PageQuery } from '../../platform/paging.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { etag, IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { rootNames } from '../item/root-names.ts';
import { changeErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { exampleTask } from '../task/task.examples.ts';

const exampleDraft: ConsultationDraft = { step: 'example-step', question: 'Does your organisation see other means?' };

const exampleConsultation: ProcessRecord = {
  ...exampleTask,
  id: '01938c5e-8c00-7000-8000-0000000000f2',
  kind: 'consultation',
  state: 'asked',
  phase: null,
  content: { ...exampleDraft },
};

const one = (description: string) => ({
  description,
  body: { schema: Consultation, example: exampleConsultation },
  headers: etag,
});
const pageOfConsultations = {
  200: {
    description: 'A page of consultations, the first deadline first',
    body: { schema: pageOfSchema(Consultation), example: { items: [exampleConsultation] } },
  },
};

const consultIn = (kind: RootKind): Route =>
  defineRoute({
    method: 'POST',
    path: `/v1/${rootNames[kind].path}/{id}/consultations`,
    operationId: `consultIn${rootNames[kind].title}`,
    summary: `Ask everybody whom the reference model wants to be consulted in a step of a ${kind}`,
    description:
      'Each role at each organisation that is joined and has somebody in it is asked, within the working days of the step. ' +
      'Who was asked already is not asked again. Silence past the deadline counts; whatever relies on it records it.',
    policy,
    params: Id,
    headers: IfMatch,
    body: { schema: ConsultationDraft, example: exampleDraft },
    responses: {
      201: {
        description: 'Asked',
        body: {
          schema: Type.Object({ items: Type.Array(Consultation) }, { additionalProperties: false }),
          example: { items: [exampleConsultation] },
        },
      },
    },
    errors: [...changeErrors, 'process.transition-refused', 'resource.exists', 'case.too-many-parts'],
    perform: async ({ caller, params, headers, body, call }) => ({
      status: 201,
      body: { items: await call('cases.consult', { caller, kind, ...params, draft: body, ...revisionOf(headers) }) },
    }),
  });

const listConsultationsOf = (kind: RootKind): Route =>
  defineRoute({
    method: 'GET',
    path: `/v1/${rootNames[kind].path}/{id}/consultations`,
    operationId: `list${rootNames[kind].title}Consultations`,
    summary: `Everybody who was consulted about a ${kind}, with what they answered`,
    policy,
    params: Id,
    query: PageQuery,
    responses: pageOfConsultations,
    errors: viewErrors,
    perform: async ({ caller, params, query, call }) => ({
      status: 200,
      body: await call('cases.listConsultationsOf', { caller, kind, ...params, page: query }),
    }),
  });

const listConsultations = defineRoute({
  method: 'GET',
  path: '/v1/consultations',
  operationId: 'listConsultations',
  summary: 'Open consultations, put to the own organisation in a role that the person holds, or put by it',
  policy,
  query: ConsultationQuery,
  responses: pageOfConsultations,
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, query, call }) => ({
    status: 200,
    body: await call('cases.listConsultations', { caller, query }),
  }),
});

const getConsultation = defineRoute({
  method: 'GET',
  path: '/v1/consultations/{id}',
  operationId: 'getConsultation',
  summary: 'One consultation with its answer',
  policy,
  params: Id,
  responses: { 200: one('The consultation') },
  errors: viewErrors,
  perform: async ({ caller, params, call }) =>
    recordReply(200, await call('cases.getConsultation', { caller, id: params.id })),
});

const answerConsultation = defineRoute({
  method: 'POST',
  path: '/v1/consultations/{id}/answer',
  operationId: 'answerConsultation',
  summary: 'Answer a consultation, in the role and for the organisation that was asked',
  description: 'Once, also after the deadline as long as nothing has come to rest on the silence.',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: ConsultationAnswer, example: { answer: 'advice', text: 'Talk to the owner of the premises first' } },
  responses: { 200: one('Answered') },
  errors: changeErrors,
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(
      200,
      await call('cases.answerConsultation', { caller, id: params.id, answer: body, ...revisionOf(headers) }),
    ),
});

export const consultationRoutes: readonly Route[] = [
  consultIn('signal'),
  consultIn('case'),
  listConsultationsOf('signal'),
  listConsultationsOf('case'),
  listConsultations,
  getConsultation,
  answerConsultation,
];
