import { defineHandler, defineOperation, type OperationHandler } from '@koppel/contract';
import { AddressRequest, addressSubject, subjectsOf } from '@koppel/http-source';
import { Type } from 'typebox';
import type { PersonsRegister } from './persons-register.ts';
import { grantedResidentFields, registerPaths, ResidentAtAddress, toResident } from './resident.ts';

export const findResidents = defineOperation({
  name: 'municipality.find-residents',
  version: '1.0.0',
  title: { nl: 'Bewoners op een adres', en: 'Residents at an address' },
  description: {
    nl: 'Wie er volgens de basisregistratie personen op een adres is ingeschreven.',
    en: 'Who is registered at an address according to the register of persons.',
  },
  modes: ['content'],
  request: AddressRequest,
  reply: Type.Object({ residents: Type.Array(ResidentAtAddress, { maxItems: 100 }) }, { additionalProperties: false }),
  subjects: [],
  example: {
    request: { address: { postcode: '1234AB', houseNumber: 12 } },
    reply: {
      residents: [{ bsn: '999990019', givenNames: 'Voorbeeld', familyName: 'Testpersoon', birthDate: '1980-01-01' }],
    },
  },
});

export function findResidentsHandler(register: PersonsRegister): OperationHandler {
  return defineHandler(findResidents, {
    content: async (question) => {
      const { address } = question.request;
      const granted = grantedResidentFields(question.fields);
      const persons = await register.listAt(address, registerPaths(granted), question);
      const bsns = persons.map((person) => person.burgerservicenummer);
      return {
        content: { residents: persons.map((person) => toResident(person, granted)) },
        subjects: [addressSubject(address), ...subjectsOf('bsn', bsns)],
      };
    },
  });
}
