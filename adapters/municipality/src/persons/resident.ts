import { mark } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { toPartialDate, toSex, type Persoon } from './persoon.ts';

const closed = { additionalProperties: false } as const;
const identity = mark({ category: 'identity', subjectRole: 'any', secrecy: 'none' });
const address = mark({ category: 'address', subjectRole: 'any', secrecy: 'none' });
/** A date of which the register may know the year only, or the year and the month. */
const partialDate = { pattern: '^[0-9]{4}[0-9-]*$', maxLength: 10 } as const;
const { Optional, String: Text, Integer } = Type;

const atAddress = {
  bsn: Type.String({ pattern: '^[0-9]{9}$', minLength: 9, maxLength: 9, ...identity }),
  givenNames: Optional(Text({ maxLength: 200, ...identity })),
  familyName: Optional(Text({ maxLength: 200, ...identity })),
  sex: Optional(Type.Enum(['male', 'female', 'unknown'], { type: 'string', ...identity })),
  birthDate: Optional(Text({ ...partialDate, ...identity })),
  age: Optional(Integer({ minimum: 0, maximum: 150, ...identity })),
  addressLine1: Optional(Text({ maxLength: 200, ...address })),
  addressLine2: Optional(Text({ maxLength: 200, ...address })),
};

/** What the register tells about whoever lives at an address. */
export const ResidentAtAddress = Type.Object(atAddress, closed);

/** What the register tells about one person. */
export const Resident = Type.Object(
  {
    ...atAddress,
    birthPlace: Optional(Text({ maxLength: 200, ...identity })),
    residentSince: Optional(Text({ ...partialDate, ...address })),
    street: Optional(Text({ maxLength: 200, ...address })),
    houseNumber: Optional(Integer({ minimum: 1, maximum: 99_999, ...address })),
    postcode: Optional(Text({ maxLength: 6, ...address })),
    city: Optional(Text({ maxLength: 200, ...address })),
  },
  closed,
);
export type Resident = Static<typeof Resident>;

type ResidentField = keyof Resident;

/** Where the register keeps a field, and how it is read from there. */
interface Origin {
  readonly path: string;
  readonly read: (person: Persoon) => string | number | undefined;
}

const origins: Readonly<Record<ResidentField, Origin>> = {
  bsn: { path: 'burgerservicenummer', read: (person) => person.burgerservicenummer },
  givenNames: { path: 'naam.voornamen', read: ({ naam }) => naam?.voornamen },
  familyName: { path: 'naam.geslachtsnaam', read: ({ naam }) => naam?.geslachtsnaam },
  sex: { path: 'geslacht', read: toSex },
  birthDate: { path: 'geboorte.datum', read: ({ geboorte }) => toPartialDate(geboorte?.datum) },
  age: { path: 'leeftijd', read: ({ leeftijd }) => leeftijd },
  addressLine1: { path: 'adressering.adresregel1', read: ({ adressering }) => adressering?.adresregel1 },
  addressLine2: { path: 'adressering.adresregel2', read: ({ adressering }) => adressering?.adresregel2 },
  birthPlace: { path: 'geboorte.plaats', read: ({ geboorte }) => geboorte?.plaats?.omschrijving },
  residentSince: {
    path: 'verblijfplaats.datumVan',
    read: ({ verblijfplaats }) => toPartialDate(verblijfplaats?.datumVan),
  },
  street: residence('officieleStraatnaam'),
  houseNumber: residence('huisnummer'),
  postcode: residence('postcode'),
  city: residence('woonplaats'),
};

type ResidencePart = 'officieleStraatnaam' | 'huisnummer' | 'postcode' | 'woonplaats';

function residence(part: ResidencePart): Origin {
  return {
    path: `verblijfplaats.verblijfadres.${part}`,
    read: ({ verblijfplaats }) => verblijfplaats?.verblijfadres?.[part],
  };
}

/** Which fields of a resident were granted, from the paths of the grant. */
export function grantedResidentFields(fields: readonly string[]): ResidentField[] {
  const names = Object.keys(origins) as ResidentField[];
  return names.filter((name) => fields.includes(`residents[].${name}`));
}

/**
 * What to ask the register for: the granted fields and no more, with one exception. The bsn is always asked, because
 * the ledger must be able to tell each person afterwards that something about them was disclosed (Wpg art. 25 and 32,
 * GDPR art. 15); it leaves this process as a subject only, of which the hub makes a pseudonym at once. The projection
 * drops it from the content when it was not granted.
 */
export function registerPaths(granted: readonly ResidentField[]): string[] {
  return [...new Set([origins.bsn.path, ...granted.map((name) => origins[name].path)])];
}

/** A resident with the granted fields, as far as the register knows them. */
export function toResident(person: Persoon, granted: readonly ResidentField[]): Resident {
  const known = granted.flatMap((name) => {
    const value = origins[name].read(person);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(known), bsn: person.burgerservicenummer };
}
