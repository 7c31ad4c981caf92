import { defineOperation, mark } from '@koppel/contract';
import { Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const identity = mark({ category: 'identity', subjectRole: 'any', secrecy: 'none' });
const contact = mark({ category: 'contact', subjectRole: 'any', secrecy: 'none' });
const text = { nl: 'Bewoners van een adres', en: 'Residents of an address' };

const Bsn = Type.String({ pattern: '^[0-9]{9}$', maxLength: 9 });
const short = { maxLength: 100 } as const;

const Resident = Type.Object(
  {
    givenNames: Type.String({ ...short, ...identity }),
    familyName: Type.String({ ...short, ...identity }),
    birthDate: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10, ...identity }),
    address: Type.Object(
      {
        street: Type.String({ ...short, ...contact }),
        houseNumber: Type.Integer({ minimum: 1, maximum: 99_999, ...contact }),
        postcode: Type.String({ pattern: '^[0-9]{4}[A-Z]{2}$', maxLength: 6, ...contact }),
      },
      closed,
    ),
  },
  closed,
);

const exampleResident = {
  givenNames: 'Voor Beeld',
  familyName: 'Testpersoon',
  birthDate: '1980-01-01',
  address: { street: 'Voorbeeldstraat', houseNumber: 12, postcode: '1234AB' },
};

/** What every path asks of the same source. */
export const benchOperation = defineOperation({
  name: 'bench.find-residents',
  version: '1.0.0',
  title: text,
  description: text,
  modes: ['content'],
  request: Type.Object({ bsn: Bsn }, closed),
  reply: Type.Object({ residents: Type.Array(Resident, { maxItems: 10 }) }, closed),
  subjects: [{ path: 'bsn', kind: 'bsn' }],
  example: { request: { bsn: '999990019' }, reply: { residents: [exampleResident] } },
});

/** The date of birth stays behind, so that the governed path has something to withhold. */
export const grantedFields = [
  'residents[].givenNames',
  'residents[].familyName',
  'residents[].address.street',
  'residents[].address.houseNumber',
  'residents[].address.postcode',
] as const;

/** A name that only the answer about this person holds, so that no answer can be mistaken for another's. */
export const familyNameOf = (bsn: string): string => `Testpersoon-${bsn.slice(-5)}`;

/** What the source knows about somebody: the same few people, made on the spot. */
export function answerAbout(bsn: string): string {
  const familyName = familyNameOf(bsn);
  const { address } = exampleResident;
  const residents = ['Ada', 'Bo', 'Cas'].map((givenNames) => ({ ...exampleResident, givenNames, familyName, address }));
  return JSON.stringify({ residents });
}

/** Numbers from a range that is not issued. */
export const subjects: readonly string[] = Array.from({ length: 1000 }, (_, index) => String(999_980_000 + index));
