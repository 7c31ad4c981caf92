import { Instant, OperationName, Uuid } from '@koppel/contract';
import { Type } from 'typebox';
import { PageQuery, pageOfSchema } from '../platform/paging.ts';
import { ProcessingActivity } from '../platform/processing.schema.ts';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;
const agreement = '01938c5e-8c00-7000-8000-000000000002';

const example: ProcessingActivity = {
  exchange: '01938c5e-8c00-7000-8000-000000000001',
  transaction: '01938c5e-8c00-7000-8000-000000000003',
  question: 40,
  answer: 41,
  decision: {
    decision: true,
    subject: { type: 'organisation', id: '00000001001234567000', client: 'intake' },
    action: { name: 'municipality.find-residents@1.2.3' },
    resource: { type: 'organisation', id: '00000001001234567001' },
    policy: { agreement, version: 1, purpose: 'public-order' },
    decidedAt: '2026-03-02T08:00:00.123Z',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: '00f067aa0ba902b7',
  },
  records: [
    {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      name: 'municipality.find-residents@1.2.3',
      status: 'Ok',
      startTime: '2026-03-02T08:00:00.120Z',
      endTime: '2026-03-02T08:00:00.152Z',
      processingActivityId: `urn:uuid:${agreement}`,
      dataSubjectId: 'A'.repeat(43),
      dataSubjectIdType: 'koppel-pseudonym',
    },
  ],
};

const listProcessingActivities = defineRoute({
  method: 'GET',
  path: '/v1/processing-activities',
  operationId: 'listProcessingActivities',
  summary: 'What was decided about each exchange, and whose data was processed',
  description:
    'An authorization decision record and the records of the Logboek Dataverwerkingen for each exchange, made from the ledger, oldest first. ' +
    'An organisation sees the exchanges it was party to; the operator sees all. A page may be short, or empty, and still have a next one. ' +
    'The ledger keeps that you looked.',
  policy: { scope: 'ledger' },
  query: Type.Object(
    {
      ...PageQuery.properties,
      since: Type.Optional(Instant),
      until: Type.Optional(Instant),
      agreement: Type.Optional(Uuid),
      operation: Type.Optional(OperationName),
    },
    closed,
  ),
  responses: {
    200: {
      description: 'The exchanges',
      body: { schema: pageOfSchema(ProcessingActivity), example: { items: [example] } },
    },
  },
  errors: ['ledger.unavailable'],
  perform: async ({ caller, query, context, call }) => ({
    status: 200,
    body: await call('privacy.processingActivities', { caller, query, context }),
  }),
});

export const privacyRoutes: readonly Route[] = [listProcessingActivities];
