import { Oin, Slug, Uuid } from '@koppel/contract';
import { BarrierModel, InterventionType } from '@koppel/process';
import { Type } from 'typebox';
import { PageQuery, pageOfSchema } from '../platform/paging.ts';
import { ActionBody, Result } from '../platform/process/action-body.schema.ts';
import { recordSchema } from '../platform/process/record.schema.ts';
import { etag, IfMatch, recordReply, revisionOf } from '../platform/process/seen.ts';
import { actionErrors, changeErrors, Id, policy, viewErrors } from '../platform/process/part-routes.ts';
import { defineRoute, type Route } from '../platform/route.ts';
import { exampleBarrierModel, exampleIntervention, exampleType } from './interventions.examples.ts';

const closed = { additionalProperties: false } as const;
const Words = Type.String({ minLength: 3, maxLength: 2000 });

const Draft = Type.Object({ type: Slug, owner: Oin, aim: Words, reasons: Words }, closed);

const Intervention = recordSchema(
  Type.Object({
    type: Slug,
    owner: Oin,
    aim: Words,
    reasons: Words,
    result: Type.Optional(Result),
    decisions: Type.Optional(Type.Array(Type.Unknown())),
    proposedInput: Type.Optional(Type.Unknown()),
  }),
);

const Plan = Type.Object(
  {
    case: Uuid,
    barrierModels: Type.Array(BarrierModel),
    barriers: Type.Array(
      Type.Object(
        {
          barrierModel: Slug,
          step: Slug,
          barrier: Slug,
          available: Type.Array(InterventionType),
          interventions: Type.Array(Type.Object({ id: Uuid, type: Slug, owner: Type.String(), state: Slug }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
);

const examplePlan = {
  case: exampleIntervention.root,
  barrierModels: [exampleBarrierModel],
  barriers: [
    {
      barrierModel: exampleType.barrierModel,
      step: exampleType.barrierStep,
      barrier: exampleType.barrier,
      available: [exampleType],
      interventions: [
        {
          id: exampleIntervention.id,
          type: exampleType.id,
          owner: String(exampleIntervention.owner),
          state: exampleIntervention.state,
        },
      ],
    },
  ],
};

const one = (description: string) => ({
  description,
  body: { schema: Intervention, example: exampleIntervention },
  headers: etag,
});

const getPlan = defineRoute({
  method: 'GET',
  path: '/v1/cases/{id}/plan',
  operationId: 'getPlan',
  summary: 'The plan of a case: every barrier of the reference model, and what is done about it',
  policy,
  params: Id,
  responses: { 200: { description: 'The plan', body: { schema: Plan, example: examplePlan } } },
  errors: viewErrors,
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: await call('interventions.plan', { caller, case: params.id }),
  }),
});

const proposeIntervention = defineRoute({
  method: 'POST',
  path: '/v1/cases/{id}/interventions',
  operationId: 'proposeIntervention',
  summary: 'Put an intervention of the catalogue into the plan of a case',
  description: 'Its owner, an organisation that is joined to the case, has yet to accept it.',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: Draft,
    example: {
      type: exampleType.id,
      owner: exampleIntervention.owner,
      aim: 'Close the premises for three months',
      reasons: 'The premises are used again and again',
    },
  },
  responses: { 201: one('Proposed') },
  errors: [...changeErrors, 'process.guard-unmet', 'case.too-many-parts'],
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(
      201,
      await call('interventions.propose', { caller, case: params.id, draft: body, ...revisionOf(headers) }),
    ),
});

const listInterventions = defineRoute({
  method: 'GET',
  path: '/v1/interventions',
  operationId: 'listInterventions',
  summary: 'Interventions of the own organisation, or all of one case; the first deadline first',
  policy,
  query: Type.Object(
    { ...PageQuery.properties, case: Type.Optional(Uuid), isOpen: Type.Optional(Type.Boolean()) },
    closed,
  ),
  responses: {
    200: {
      description: 'A page of interventions',
      body: { schema: pageOfSchema(Intervention), example: { items: [exampleIntervention] } },
    },
  },
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, query: { case: caseId, isOpen, ...page }, call }) => ({
    status: 200,
    body: await call('interventions.list', {
      caller,
      page,
      ...(caseId === undefined ? {} : { case: caseId }),
      ...(isOpen === undefined ? {} : { isOpen }),
    }),
  }),
});

const getIntervention = defineRoute({
  method: 'GET',
  path: '/v1/interventions/{id}',
  operationId: 'getIntervention',
  summary: 'One intervention with its decisions and its result',
  policy,
  params: Id,
  responses: { 200: one('The intervention') },
  errors: viewErrors,
  perform: async ({ caller, params, call }) =>
    recordReply(200, await call('interventions.get', { caller, id: params.id })),
});

const actOnIntervention = defineRoute({
  method: 'POST',
  path: '/v1/interventions/{id}/transitions',
  operationId: 'actOnIntervention',
  summary: 'Accept, start, finish or withdraw an intervention, as the reference model has it',
  policy,
  params: Id,
  headers: IfMatch,
  body: {
    schema: ActionBody,
    example: { action: 'accept', reasons: 'Within our powers, and the capacity is there' },
  },
  responses: { 200: one('Done') },
  errors: actionErrors,
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(200, await call('interventions.act', { caller, id: params.id, action: body, ...revisionOf(headers) })),
});

export const interventionRoutes: readonly Route[] = [
  getPlan,
  proposeIntervention,
  listInterventions,
  getIntervention,
  actOnIntervention,
];
