import { Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import {
  Escalation,
  EscalationDecision,
  EscalationDraft,
  EscalationPassage,
  EscalationQuery,
} from '../../platform/escalation.schema.ts';
import { pageOfSchema } from '../../platform/paging.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { etag, IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { changeErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { exampleTask } from '../task/task.examples.ts';

const exampleDraft: EscalationDraft = {
  to: '01938c5e-8c00-7000-8000-0000000000b2',
  question: 'May partners of the neighbouring region be asked to help?',
  options: ['Yes, for three months', 'No, the own means must do'],
};

const exampleEscalation: ProcessRecord = {
  ...exampleTask,
  id: '01938c5e-8c00-7000-8000-0000000000f5',
  kind: 'escalation',
  root: '01938c5e-8c00-7000-8000-0000000000f5',
  body: exampleDraft.to,
  state: 'asked',
  phase: null,
  owner: null,
  dueAt: null,
  participants: ['00000009999000000001', '00000009999000000002'],
  content: {
    question: exampleDraft.question,
    options: exampleDraft.options,
    step: 'example-step',
    deciders: ['example-role'],
  },
};

const one = (description: string) => ({
  description,
  body: { schema: Escalation, example: exampleEscalation },
  headers: etag,
});

const escalate = defineRoute({
  method: 'POST',
  path: '/v1/cases/{id}/escalations',
  operationId: 'escalate',
  summary: 'Put a question with options before the body above that of the case',
  description:
    'For whoever is accountable for a step that can be done now. The body sees the question and the options, not the case: ' +
    'tell in them no more than it needs. The decision comes back in the chronology of the case.',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: EscalationDraft, example: exampleDraft },
  responses: {
    201: {
      description: 'Asked; the version is that of the case',
      body: {
        schema: Type.Object({ escalation: Uuid }, { additionalProperties: false }),
        example: { escalation: exampleEscalation.id },
      },
      headers: etag,
    },
  },
  errors: changeErrors,
  perform: async ({ caller, params, headers, body, call }) => {
    const asked = await call('cases.escalate', { caller, case: params.id, draft: body, ...revisionOf(headers) });
    return {
      status: 201,
      headers: { ETag: `"${asked.record.version}"` },
      body: { escalation: asked.escalation },
    };
  },
});

const listEscalations = defineRoute({
  method: 'GET',
  path: '/v1/escalations',
  operationId: 'listEscalations',
  summary: 'Questions to the bodies in which the person has a seat; the open ones unless told otherwise',
  policy,
  query: EscalationQuery,
  responses: {
    200: {
      description: 'A page of questions, the oldest first',
      body: { schema: pageOfSchema(Escalation), example: { items: [exampleEscalation] } },
    },
  },
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, query, call }) => ({
    status: 200,
    body: await call('cases.listEscalations', { caller, query }),
  }),
});

const getEscalation = defineRoute({
  method: 'GET',
  path: '/v1/escalations/{id}',
  operationId: 'getEscalation',
  summary: 'One question with its options and, once it is there, the decision',
  policy,
  params: Id,
  responses: { 200: one('The question') },
  errors: viewErrors,
  perform: async ({ caller, params, call }) =>
    recordReply(200, await call('cases.getEscalation', { caller, id: params.id })),
});

const decideEscalation = defineRoute({
  method: 'POST',
  path: '/v1/escalations/{id}/decision',
  operationId: 'decideEscalation',
  summary: 'Decide on a question of a lower level',
  description:
    'For whoever is accountable on the level of the body, and for nobody who asked. It binds every level that passed it on.',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: EscalationDecision, example: { option: 1, reasons: 'The own means are not enough this quarter' } },
  responses: { 200: one('Decided') },
  errors: [...changeErrors, 'process.four-eyes'],
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(
      200,
      await call('cases.decideEscalation', { caller, id: params.id, decision: body, ...revisionOf(headers) }),
    ),
});

const passOnEscalation = defineRoute({
  method: 'POST',
  path: '/v1/escalations/{id}/passage',
  operationId: 'passOnEscalation',
  summary: 'Pass a question on to the next level, in the words of this one',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: EscalationPassage, example: { ...exampleDraft, reasons: 'It touches the means of other regions' } },
  responses: { 200: one('Passed on') },
  errors: [...changeErrors, 'process.four-eyes'],
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(
      200,
      await call('cases.passOnEscalation', { caller, id: params.id, passage: body, ...revisionOf(headers) }),
    ),
});

export const escalationRoutes: readonly Route[] = [
  escalate,
  listEscalations,
  getEscalation,
  decideEscalation,
  passOnEscalation,
];
