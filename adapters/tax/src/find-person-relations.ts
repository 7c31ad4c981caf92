import { defineHandler, defineOperation, type OperationHandler } from '@koppel/contract';
import { PersonRequest, subjectsOf } from '@koppel/http-source';
import { listRelated, RelationsReply, toRelation } from './relation.ts';
import type { TaxService } from './tax-service.ts';

export const findPersonRelations = defineOperation({
  name: 'tax.find-person-relations',
  version: '1.0.0',
  title: { nl: 'Bedrijfsrelaties van een persoon', en: 'Business relations of a person' },
  description: {
    nl: 'In welke ondernemingen iemand volgens de Belastingdienst een rol heeft of had; een lege lijst als er geen bekend zijn.',
    en: 'In which firms somebody has or had a role according to the tax authority; an empty list when none are known.',
  },
  modes: ['content'],
  request: PersonRequest,
  reply: RelationsReply,
  subjects: [{ path: 'bsn', kind: 'bsn' }],
  example: {
    request: { bsn: '999990019' },
    reply: {
      relations: [
        {
          firm: { kvkNumber: '00000001', name: 'Voorbeeldzaak', legalForm: 'sole-proprietorship' },
          person: { bsn: '999990019' },
          role: 'owner',
          since: '2019-05-14',
          until: '2024-12-31',
        },
      ],
    },
  },
});

export function findPersonRelationsHandler(service: TaxService): OperationHandler {
  return defineHandler(findPersonRelations, {
    content: async (question) => {
      const { bsn } = question.request;
      const relations = await service.listRelations({ bsn }, question);
      const related = listRelated(relations, question.fields).filter(({ kind }) => kind === 'kvk');
      return { content: { relations: relations.map(toRelation) }, subjects: [...subjectsOf('bsn', [bsn]), ...related] };
    },
  });
}
