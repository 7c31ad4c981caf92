import { Instant, Oin, Slug, Uuid } from '@koppel/contract';
import { MachineName } from '@koppel/process';
import { Type } from 'typebox';
import type { Departure, ModelDifferences } from '../../platform/case-actions.ts';
import { IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { CaseDraft, Reasons } from '../../platform/root.schema.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { exampleSubject } from '../../platform/subject.schema.ts';
import { actionErrors, changeErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { exampleViews, rootSchemas } from '../root/root-body.ts';
import { one } from '../root/root-reply.ts';

const closed = { additionalProperties: false } as const;
const orNull = Type.Union([Slug, Type.Null()]);

const exampleDraft: CaseDraft = {
  signals: [exampleViews.signal.id],
  body: exampleViews.case.body,
  title: exampleViews.case.content.title,
  subjects: [exampleSubject],
};

const Differences = Type.Object(
  {
    from: Uuid,
    to: Uuid,
    changes: Type.Array(
      Type.Object(
        {
          kind: Type.Enum(['added', 'removed', 'changed', 'moved']),
          part: Type.String(),
          path: Type.String(),
          from: Type.Optional(Type.Unknown()),
          to: Type.Optional(Type.Unknown()),
        },
        closed,
      ),
    ),
    /** Of the case and its parts: `target` is null where a move must name one of the candidates, and cannot be made with none. */
    parts: Type.Array(
      Type.Object({ machine: MachineName, state: Slug, target: orNull, candidates: Type.Array(Slug) }, closed),
    ),
  },
  closed,
);

const exampleDifferences: ModelDifferences = {
  from: exampleViews.case.model,
  to: '01938c5e-8c00-7000-8000-0000000000c2',
  changes: [
    {
      kind: 'changed',
      part: 'process.steps',
      path: 'process.steps.example-step.deadline.workingDays',
      from: 10,
      to: 8,
    },
  ],
  parts: [{ machine: 'case', state: 'first', target: 'first', candidates: [] }],
};

const openCase = defineRoute({
  method: 'POST',
  path: '/v1/cases',
  operationId: 'openCase',
  summary: 'Open a case on signals',
  description:
    'It takes over the subjects of its signals, and whoever is joined to one of them is joined to the case. Nothing happens when one of the signals changes meanwhile.',
  policy,
  body: { schema: CaseDraft, example: exampleDraft },
  responses: { 201: one('case', 'Opened') },
  errors: [...actionErrors, 'model.not-in-force'],
  perform: async ({ caller, body, call }) => recordReply(201, await call('cases.openCase', { caller, draft: body })),
});

const getDifferences = defineRoute({
  method: 'GET',
  path: '/v1/cases/{id}/model-differences',
  operationId: 'getModelDifferences',
  summary: 'What the version of the model that is in force would change for a case',
  description:
    'With `parts`: for each state of the case and of its parts the state that it keeps (`target`), or else those that may be named instead (`candidates`): of the same phase, and as final. Where a part has neither, the case stays on its version.',
  policy,
  params: Id,
  query: Type.Object({ to: Uuid }, closed),
  responses: {
    200: { description: 'The differences', body: { schema: Differences, example: exampleDifferences } },
  },
  errors: [...viewErrors, 'process.closed'],
  perform: async ({ caller, params, query, call }) => ({
    status: 200,
    body: await call('cases.modelDifferences', { caller, id: params.id, to: query.to }),
  }),
});

const Move = Type.Object({ machine: MachineName, state: Slug, to: Slug }, closed);

const moveModel = defineRoute({
  method: 'POST',
  path: '/v1/cases/{id}/model-moves',
  operationId: 'moveModel',
  summary: 'Move a case to the version of the model that is in force',
  description:
    'For whoever is accountable for a step that is open now. Tasks and interventions move along; `moves` names a state for each that the other version does not have, of the same phase and as final; where there is none, the case stays on its version (`process.move-refused`).',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: Type.Object(
      { model: Uuid, moves: Type.Optional(Type.Array(Move, { maxItems: 200 })), reasons: Reasons },
      closed,
    ),
    example: { model: exampleDifferences.to, reasons: 'The shorter deadline fits this case' },
  },
  responses: {
    200: {
      description: 'Moved',
      body: {
        schema: Type.Object({ case: rootSchemas.case, differences: Differences }, closed),
        example: { case: exampleViews.case, differences: exampleDifferences },
      },
    },
  },
  errors: [...changeErrors, 'process.transition-refused', 'process.move-refused', 'case.too-many-parts'],
  perform: async ({ caller, params, headers, body: { moves = [], ...body }, call }) => ({
    status: 200,
    body: await call('cases.moveModel', { caller, id: params.id, moves, ...body, ...revisionOf(headers) }),
  }),
});

const exampleDeparture: Departure = {
  case: exampleViews.case.id,
  oin: '00000009999000000004',
  at: '2026-06-02T09:30:00.000Z',
};

const leave = defineRoute({
  method: 'POST',
  path: '/v1/cases/{id}/departures',
  operationId: 'leaveCase',
  summary: 'Leave a case, or let a partner go',
  description:
    'For an organisation’s own people with a part in the process, and for whoever is accountable for a step that is open now. It must not own anything unfinished in the case, nor wait for an answer. From then on the case is hidden from it, as if there were none.',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: Type.Object({ oin: Oin, reasons: Reasons }, closed),
    example: { oin: exampleDeparture.oin, reasons: 'Our part is done, and nothing more is asked of us' },
  },
  responses: {
    201: {
      description: 'Left',
      body: { schema: Type.Object({ case: Uuid, oin: Oin, at: Instant }, closed), example: exampleDeparture },
    },
  },
  errors: [...changeErrors, 'case.work-open', 'case.lead-organisation'],
  perform: async ({ caller, params, headers, body, call }) => ({
    status: 201,
    body: await call('cases.leave', { caller, id: params.id, ...body, ...revisionOf(headers) }),
  }),
});

const addSignal = defineRoute({
  method: 'POST',
  path: '/v1/cases/{id}/signals',
  operationId: 'addSignalToCase',
  summary: 'Put one signal more under a case',
  description:
    'For whoever is responsible in the case and may know of the signal, which must be in a state on which a case may be opened, and of the same collaboration, theme and region. Its subjects become the case’s. Whoever is joined to the signal alone learns nothing of the case.',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: Type.Object({ signal: Uuid, reasons: Reasons }, closed),
    example: { signal: exampleViews.signal.id, reasons: 'The same people at another address' },
  },
  responses: { 201: one('case', 'Added') },
  errors: [...changeErrors, 'resource.exists', 'process.guard-unmet'],
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(201, await call('cases.addSignal', { caller, id: params.id, ...body, ...revisionOf(headers) })),
});

export const caseRoutes: readonly Route[] = [openCase, addSignal, leave, getDifferences, moveModel];
