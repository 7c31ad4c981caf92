import { Uuid } from '@koppel/contract';
import { diffModels, toSkos, type ModelChange } from '@koppel/process';
import { Type } from 'typebox';
import { defineRoute, type Route } from '../platform/route.ts';
import { exampleModel } from './example-model.ts';
import { Id, policy } from './route-parts.ts';

const closed = { additionalProperties: false } as const;

const Change = Type.Object(
  {
    kind: Type.Enum(['added', 'removed', 'changed', 'moved']),
    part: Type.String(),
    path: Type.String(),
    from: Type.Optional(Type.Unknown()),
    to: Type.Optional(Type.Unknown()),
  },
  closed,
);

const exampleChange: ModelChange = {
  kind: 'changed',
  part: 'process.steps',
  path: 'process.steps.work-on-case.deadline.workingDays',
  from: 5,
  to: 10,
};

const compareModels = defineRoute({
  method: 'GET',
  path: '/v1/models/{id}/differences',
  operationId: 'compareModels',
  summary: 'What became different on the way from another version to this one',
  description: 'Told by ids and not by positions, in the order of the parts of a model; empty when both say the same.',
  policy,
  params: Id,
  query: Type.Object({ from: Uuid }, closed),
  responses: {
    200: {
      description: 'The differences',
      body: {
        schema: Type.Object({ changes: Type.Array(Change) }, closed),
        example: { changes: [exampleChange] },
      },
    },
  },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, query, call }) => {
    const get = (id: string) => call('model.get', { caller, id });
    const [earlier, later] = await Promise.all([get(query.from), get(params.id)]);
    return { status: 200, body: { changes: diffModels(earlier.document, later.document) } };
  },
});

const getVocabulary = defineRoute({
  method: 'GET',
  path: '/v1/models/{id}/vocabulary',
  operationId: 'getModelVocabulary',
  summary: 'The words of a version, as SKOS',
  description: 'JSON-LD, by the Dutch profile for concept schemes (NL-SBB), in Dutch and in English.',
  policy,
  params: Id,
  responses: {
    200: {
      description: 'The concept scheme with its concepts',
      body: {
        mediaType: 'application/ld+json',
        schema: Type.Object({ '@context': Type.Unknown(), '@graph': Type.Array(Type.Unknown()) }, closed),
        example: toSkos(exampleModel),
      },
    },
  },
  errors: ['resource.not-found'],
  perform: async ({ caller, params, call }) => {
    const { document } = await call('model.get', { caller, id: params.id });
    return { status: 200, body: JSON.stringify(toSkos(document)) };
  },
});

export const modelContentRoutes: readonly Route[] = [compareModels, getVocabulary];
