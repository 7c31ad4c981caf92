import { addressIds, kvkNumber, testBsns } from './numbers.ts';
import type { Address, Firm, FirmRole, Incident, Income, Permit, Person, Population, Premises } from './records.ts';
import { city } from './words.ts';

/** Serial numbers below this belong to the story; the generated population starts here. */
export const storySerials = 10;

const address: Address = {
  ...addressIds(1),
  street: 'Voorbeeldstraat',
  houseNumber: 1,
  postcode: '9001QX',
  city,
};

const quietAddress: Address = { ...address, ...addressIds(2), houseNumber: 2 };

function resident(serial: number, names: Pick<Person, 'givenNames' | 'familyName' | 'sex' | 'dateOfBirth'>): Person {
  const bsn = testBsns[serial] ?? '';
  return { bsn, ...names, addressId: address.id, residentSince: '2019-03-01' };
}

const knownPerson = resident(0, {
  givenNames: 'Alfa',
  familyName: 'Voorbeeld-Populier',
  sex: 'male',
  dateOfBirth: '1979-04-11',
});
const partner = resident(1, {
  givenNames: 'Beta',
  familyName: 'Voorbeeld-Populier',
  sex: 'female',
  dateOfBirth: '1981-09-23',
});
const child = resident(2, {
  givenNames: 'Gamma',
  familyName: 'Voorbeeld-Populier',
  sex: 'unknown',
  dateOfBirth: '2012-01-30',
});
const unknownPerson = resident(3, {
  givenNames: 'Delta',
  familyName: 'Proef-Linde',
  sex: 'female',
  dateOfBirth: '1994-07-05',
});
const neighbour: Person = {
  ...resident(4, { givenNames: 'Epsilon', familyName: 'Test-Wilg', sex: 'male', dateOfBirth: '1958-12-02' }),
  addressId: quietAddress.id,
};

const firm: Firm = {
  kvkNumber: kvkNumber(1),
  name: 'Fictief Eethuis De Populier B.V.',
  legalForm: 'private-limited-company',
  activity: 'catering',
  addressId: address.id,
  registeredOn: '2019-05-14',
};

const roles: readonly FirmRole[] = [
  { kvkNumber: firm.kvkNumber, bsn: knownPerson.bsn, role: 'director', since: firm.registeredOn },
  { kvkNumber: firm.kvkNumber, bsn: partner.bsn, role: 'shareholder', since: firm.registeredOn, until: '2023-06-30' },
];

const premises: Premises = {
  id: 'PR-0001',
  addressId: address.id,
  name: 'Fictief Eethuis De Populier',
  use: 'catering',
  floorAreaM2: 140,
  operatorKvkNumber: firm.kvkNumber,
};

const permit: Permit = {
  id: 'PT-0001',
  premisesId: premises.id,
  kind: 'operating',
  status: 'granted',
  holderKvkNumber: firm.kvkNumber,
  grantedOn: '2019-06-20',
  expiresOn: '2029-06-20',
};

const incident: Incident = {
  id: 'IN-0001',
  addressId: address.id,
  occurredAt: '2025-11-08T22:41:00Z',
  category: 'money-laundering',
  status: 'under-investigation',
  involved: [{ bsn: knownPerson.bsn, role: 'suspect' }],
};

const incomes: readonly Income[] = [
  { bsn: knownPerson.bsn, year: 2024, kind: 'business-profit', amountCents: 1_812_050 },
  { bsn: knownPerson.bsn, year: 2025, kind: 'business-profit', amountCents: -240_000 },
  { bsn: partner.bsn, year: 2025, kind: 'wages', amountCents: 2_210_500 },
  { bsn: unknownPerson.bsn, year: 2025, kind: 'wages', amountCents: 3_104_999 },
];

/**
 * The records a demonstration asks about, the same under every seed: one address where a household of four lives above a
 * catering firm with a permit and where an incident happened; its director is known to the police, his lodger is not;
 * next door nothing ever happened.
 */
export const story = {
  address,
  household: [knownPerson, partner, child, unknownPerson],
  knownPerson,
  unknownPerson,
  firm,
  roles,
  premises,
  permit,
  incident,
  incomes,
  quietAddress,
  neighbour,
} as const;

/** The story as the first records of a population. */
export const storyPopulation: Population = {
  addresses: [address, quietAddress],
  persons: [...story.household, neighbour],
  firms: [firm],
  roles,
  premises: [premises],
  permits: [permit],
  incidents: [incident],
  incomes,
};
