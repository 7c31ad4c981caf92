import { KoppelError, defineHandler, defineOperation, type OperationHandler } from '@koppel/contract';
import { PersonRequest, subjectsOf } from '@koppel/http-source';
import { Type } from 'typebox';
import type { PersonsRegister } from './persons-register.ts';
import { grantedResidentFields, registerPaths, Resident, toResident } from './resident.ts';

export const getResident = defineOperation({
  name: 'municipality.get-resident',
  version: '1.0.0',
  title: { nl: 'Gegevens van een persoon', en: 'Details of a person' },
  description: {
    nl: 'Wat de basisregistratie personen over één persoon weet; een lege lijst als zij die persoon niet kent.',
    en: 'What the register of persons knows about one person; an empty list when it does not know the person.',
  },
  modes: ['content'],
  request: PersonRequest,
  reply: Type.Object({ residents: Type.Array(Resident, { maxItems: 1 }) }, { additionalProperties: false }),
  subjects: [{ path: 'bsn', kind: 'bsn' }],
  example: {
    request: { bsn: '999990019' },
    reply: {
      residents: [
        {
          bsn: '999990019',
          familyName: 'Testpersoon',
          street: 'Voorbeeldstraat',
          houseNumber: 12,
          postcode: '1234AB',
          city: 'Voorbeeldstad',
        },
      ],
    },
  },
});

export function getResidentHandler(register: PersonsRegister): OperationHandler {
  return defineHandler(getResident, {
    content: async (question) => {
      const { bsn } = question.request;
      const granted = grantedResidentFields(question.fields);
      const persons = await register.listByBsn(bsn, registerPaths(granted), question);
      const isOfAnother = persons.some(({ burgerservicenummer }) => burgerservicenummer !== bsn);
      if (isOfAnother) throw new KoppelError('source.failed', 'The register answered about somebody else');
      return {
        content: { residents: persons.map((person) => toResident(person, granted)) },
        subjects: subjectsOf('bsn', [bsn]),
      };
    },
  });
}
