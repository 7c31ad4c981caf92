import { defineHandler, defineOperation, type OperationHandler } from '@koppel/contract';
import { AddressRequest, addressSubject } from '@koppel/http-source';
import { Type } from 'typebox';
import { incidentSchema, listInvolved, maxIncidents } from './incident.ts';
import type { IncidentsService } from './incidents-service.ts';

export const findIncidents = defineOperation({
  name: 'police.find-incidents',
  version: '1.0.0',
  title: { nl: 'Voorvallen op een adres', en: 'Incidents at an address' },
  description: {
    nl: 'Welke voorvallen de politie op een adres kent en wie daarbij in welke rol betrokken was; of alleen of er een is.',
    en: 'Which incidents the police know at an address and who was involved in which role; or only whether there is one.',
  },
  modes: ['match', 'content'],
  request: AddressRequest,
  reply: Type.Object(
    { incidents: Type.Array(incidentSchema('none'), { maxItems: maxIncidents }) },
    { additionalProperties: false },
  ),
  subjects: [],
  example: {
    request: { address: { postcode: '1234AB', houseNumber: 12 } },
    reply: {
      incidents: [
        {
          incidentId: 'IN-1',
          occurredAt: '2026-03-01T21:15:00.000Z',
          category: 'money-laundering',
          status: 'under-investigation',
          suspects: [{ bsn: '999990019' }],
          victims: [],
          thirdParties: [],
          convicts: [],
        },
      ],
    },
  },
});

export function findIncidentsHandler(service: IncidentsService): OperationHandler {
  return defineHandler(findIncidents, {
    content: async (question) => {
      const { address } = question.request;
      const incidents = await service.listIncidents({ address }, question);
      return {
        content: { incidents },
        subjects: [addressSubject(address), ...listInvolved(incidents, question.fields)],
      };
    },
    match: async (question) => {
      const { address } = question.request;
      return { hit: await service.hasIncidents({ address }, question), subjects: [addressSubject(address)] };
    },
  });
}
