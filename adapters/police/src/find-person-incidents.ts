import { defineHandler, defineOperation, type OperationHandler } from '@koppel/contract';
import { PersonRequest, subjectsOf } from '@koppel/http-source';
import { Type } from 'typebox';
import { incidentSchema, listInvolved, maxIncidents } from './incident.ts';
import type { IncidentsService } from './incidents-service.ts';

export const findPersonIncidents = defineOperation({
  name: 'police.find-person-incidents',
  version: '1.0.0',
  title: { nl: 'Voorvallen van een persoon', en: 'Incidents of a person' },
  description: {
    nl: 'Bij welke voorvallen iemand volgens de politie betrokken was, met wie en in welke rol; of alleen of er een is.',
    en: 'In which incidents somebody was involved according to the police, with whom and in which role; or only whether there is one.',
  },
  modes: ['match', 'content'],
  request: PersonRequest,
  reply: Type.Object(
    { incidents: Type.Array(incidentSchema('any'), { maxItems: maxIncidents }) },
    { additionalProperties: false },
  ),
  subjects: [{ path: 'bsn', kind: 'bsn' }],
  example: {
    request: { bsn: '999990019' },
    reply: {
      incidents: [
        {
          incidentId: 'IN-1',
          occurredAt: '2026-03-01T21:15:00.000Z',
          category: 'nuisance',
          status: 'closed',
          suspects: [],
          victims: [{ bsn: '999990019' }],
          thirdParties: [],
          convicts: [],
        },
      ],
    },
  },
});

export function findPersonIncidentsHandler(service: IncidentsService): OperationHandler {
  return defineHandler(findPersonIncidents, {
    content: async (question) => {
      const { bsn } = question.request;
      const incidents = await service.listIncidents({ bsn }, question);
      const involved = listInvolved(incidents, question.fields).map(({ value }) => value);
      return { content: { incidents }, subjects: subjectsOf('bsn', [bsn, ...involved]) };
    },
    match: async (question) => {
      const { bsn } = question.request;
      return { hit: await service.hasIncidents({ bsn }, question), subjects: subjectsOf('bsn', [bsn]) };
    },
  });
}
