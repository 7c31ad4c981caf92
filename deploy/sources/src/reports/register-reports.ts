import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import type { Inlet } from '../source/inlet.ts';
import { ReportDesk, type ReportDraft } from './report-desk.ts';

/** Where reports are written and read. */
export const reportsPath = '/meldingen';

const pageSize = 100;
const closed = { type: 'object', additionalProperties: false } as const;

const draft = {
  ...closed,
  required: ['toelichting'],
  properties: {
    kenmerk: { type: 'string', format: 'uuid' },
    toelichting: { type: 'string', minLength: 3, maxLength: 4000 },
    adres: {
      ...closed,
      required: ['postcode', 'huisnummer'],
      properties: {
        postcode: { type: 'string', pattern: '^[0-9]{4}[A-Z]{2}$' },
        huisnummer: { type: 'integer', minimum: 1, maximum: 99_999 },
      },
    },
    kvkNummer: { type: 'string', pattern: '^[0-9]{8}$' },
  },
} as const;

const since = {
  ...closed,
  // Part of an address: a text, however numerical.
  properties: { na: { type: 'string', pattern: '^[0-9]{1,9}$' } },
} as const;

interface ReportsOptions {
  readonly inlet: Inlet;
  readonly requireKey: onRequestAsyncHookHandler;
  readonly now: () => Date;
}

/** The municipality's own desk for reports of its employees, with a feed of what is new: `GET /meldingen?na=<volgnummer>`. */
export function registerReports(app: FastifyInstance, { inlet, requireKey, now }: ReportsOptions): void {
  const desk = new ReportDesk();
  app.post<{ Body: ReportDraft }>(
    reportsPath,
    { onRequest: requireKey, schema: { body: draft } },
    async (request, reply) => reply.code(201).send(desk.add(request.body, now())),
  );
  app.get<{ Querystring: { na?: string } }>(
    reportsPath,
    { onRequest: requireKey, schema: { querystring: since } },
    async (request, reply) => {
      await inlet.receive(request, reply, 'meldingen');
      return { meldingen: desk.since(Number(request.query.na ?? 0), pageSize), laatste: desk.last };
    },
  );
}
