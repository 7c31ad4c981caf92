import { Type } from 'typebox';
import { SearchDraft } from '../../platform/likeness.schema.ts';
import { RootSummary } from '../../platform/root.schema.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { policy } from '../../platform/process/part-routes.ts';
import { exampleSummary } from '../root/examples.ts';

const search = defineRoute({
  method: 'POST',
  path: '/v1/searches',
  operationId: 'search',
  summary: 'Find signals and cases by words and by whom they are about',
  description:
    'All of the words, in title, summary or names, and the subject. Only what the person may know of is searched. What is looked for stands in the body, so that it is in no log.',
  policy,
  body: { schema: SearchDraft, example: { words: 'garage night', subject: { kind: 'bsn', value: '999990019' } } },
  responses: {
    200: {
      description: 'At most 50, the latest change first',
      body: {
        schema: Type.Object({ hits: Type.Array(RootSummary) }, { additionalProperties: false }),
        example: { hits: [exampleSummary] },
      },
    },
  },
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, body, call }) => ({
    status: 200,
    body: { hits: await call('cases.search', { caller, search: body }) },
  }),
});

export const searchRoutes: readonly Route[] = [search];
