import { defineHandler, defineOperation, type OperationHandler } from '@koppel/contract';
import { AddressRequest, addressSubject } from '@koppel/http-source';
import { listRelated, RelationsReply, toRelation } from './relation.ts';
import type { TaxService } from './tax-service.ts';

export const findRelations = defineOperation({
  name: 'tax.find-relations',
  version: '1.0.0',
  title: { nl: 'Bedrijfsrelaties op een adres', en: 'Business relations at an address' },
  description: {
    nl: 'Welke ondernemingen de Belastingdienst op een adres kent en wie daarin welke rol heeft of had.',
    en: 'Which firms the tax authority knows at an address, and who has or had which role in them.',
  },
  modes: ['content'],
  request: AddressRequest,
  reply: RelationsReply,
  subjects: [],
  example: {
    request: { address: { postcode: '1234AB', houseNumber: 12 } },
    reply: {
      relations: [
        {
          firm: { kvkNumber: '00000001', name: 'Voorbeeldzaak', legalForm: 'private-limited-company' },
          person: { bsn: '999990019' },
          role: 'director',
          since: '2019-05-14',
        },
      ],
    },
  },
});

export function findRelationsHandler(service: TaxService): OperationHandler {
  return defineHandler(findRelations, {
    content: async (question) => {
      const { address } = question.request;
      const relations = await service.listRelations({ address }, question);
      return {
        content: { relations: relations.map(toRelation) },
        subjects: [addressSubject(address), ...listRelated(relations, question.fields)],
      };
    },
  });
}
