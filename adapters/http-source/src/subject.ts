import type { SubjectId } from '@koppel/contract';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

/** A citizen service number; whether it was ever issued is for the source to know. */
export const Bsn = Type.String({ pattern: '^[0-9]{9}$', minLength: 9, maxLength: 9 });

/** A house as people name it; the register may know several dwellings there. */
export const Address = Type.Object(
  {
    postcode: Type.String({ pattern: '^[1-9][0-9]{3}[A-Z]{2}$', minLength: 6, maxLength: 6 }),
    houseNumber: Type.Integer({ minimum: 1, maximum: 99_999 }),
  },
  closed,
);
export type Address = Static<typeof Address>;

/** The request of a question about an address. */
export const AddressRequest = Type.Object({ address: Address }, closed);

/** The request of a question about a person. */
export const PersonRequest = Type.Object({ bsn: Bsn }, closed);

/** For the log of disclosures: an answer about an address is about that address, whatever it says. */
export function addressSubject({ postcode, houseNumber }: Address): SubjectId {
  return { kind: 'address', value: `${postcode} ${houseNumber}` };
}

/** For the log of disclosures: each identifier once. */
export function subjectsOf(kind: SubjectId['kind'], values: readonly string[]): SubjectId[] {
  return [...new Set(values)].map((value) => ({ kind, value }));
}
