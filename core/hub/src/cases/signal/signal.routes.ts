import { Type } from 'typebox';
import { Likeness } from '../../platform/likeness.schema.ts';
import { IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { JudgementDraft, SignalDraft } from '../../platform/root.schema.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { exampleSubject } from '../../platform/subject.schema.ts';
import { actionErrors, changeErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { exampleSummary } from '../root/examples.ts';
import { one } from '../root/root-reply.ts';

const exampleDraft: SignalDraft = {
  body: String(exampleSummary.body),
  title: String(exampleSummary.title),
  summary: 'Vans come and go at night, the windows are taped, and the power meter is new',
  subjects: [exampleSubject, { kind: 'premises', identifiers: [{ kind: 'address', value: '0003200000133001' }] }],
};

const exampleLikeness: Likeness = {
  root: exampleSummary,
  score: 0.5,
  shared: [{ kind: 'address', count: 1 }],
  verdict: null,
};

const submitSignal = defineRoute({
  method: 'POST',
  path: '/v1/signals',
  operationId: 'submitSignal',
  summary: 'Put a signal before a body',
  description: 'At first only the own organisation and the one that coordinates the body know of it.',
  policy,
  body: { schema: SignalDraft, example: exampleDraft },
  responses: { 201: one('signal', 'Submitted') },
  errors: [...actionErrors, 'model.not-in-force'],
  perform: async ({ caller, body, call }) =>
    recordReply(201, await call('cases.submitSignal', { caller, draft: body })),
});

const findLikenesses = defineRoute({
  method: 'GET',
  path: '/v1/signals/{id}/likenesses',
  operationId: 'findLikenesses',
  summary: 'Signals and cases with subjects in common, of those that the person may know of',
  description: 'Proposals: nothing is ever merged, and no score changes anything.',
  policy,
  params: Id,
  responses: {
    200: {
      description: 'At most 50, the most alike first',
      body: {
        schema: Type.Object({ likenesses: Type.Array(Likeness) }, { additionalProperties: false }),
        example: { likenesses: [exampleLikeness] },
      },
    },
  },
  errors: viewErrors,
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: { likenesses: await call('cases.findLikenesses', { caller, id: params.id }) },
  }),
});

const judgeLikeness = defineRoute({
  method: 'POST',
  path: '/v1/signals/{id}/judgements',
  operationId: 'judgeLikeness',
  summary: 'Record whether a signal and something like it are about the same',
  description: 'It links them or parts them for those who may see both, and does nothing else.',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: JudgementDraft,
    example: { other: exampleSummary.id, verdict: 'same', reasons: 'The same address and the same tenant' },
  },
  responses: { 201: one('signal', 'Recorded') },
  errors: changeErrors,
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(
      201,
      await call('cases.judgeLikeness', { caller, id: params.id, judgement: body, ...revisionOf(headers) }),
    ),
});

export const signalRoutes: readonly Route[] = [submitSignal, findLikenesses, judgeLikeness];
