import { addressIds, kvkNumber, testBsns } from './numbers.ts';
import type { Address, Firm, FirmRole, Incident, Income, Permit, Person, Premises } from './records.ts';
import type { Random } from './random.ts';
import { storySerials } from './story.ts';
import { activities, city, familyPrefixes, firmNames, givenNames, streets, trees } from './words.ts';

const adultBefore = '2006';

export function generateAddresses(count: number): Address[] {
  return Array.from({ length: count }, (_, i) => {
    const street = i % streets.length;
    return {
      ...addressIds(storySerials + i),
      street: streets[street] ?? city,
      houseNumber: storySerials + Math.floor(i / streets.length),
      postcode: `${9001 + street}QX`,
      city,
    };
  });
}

/** One to five residents per address, until the test range has no bsn left. */
export function generatePersons(random: Random, addresses: readonly Address[]): Person[] {
  const households = addresses.map((address) => ({ address, size: random.between(1, 5) }));
  const persons = households.flatMap(({ address, size }) => {
    const familyName = `${random.pick(familyPrefixes)}-${random.pick(trees)}`;
    const residentSince = random.day(2005, 2024);
    return Array.from({ length: size }, (_, i) => ({
      givenNames: random.pick(givenNames),
      familyName: random.chance(0.2) ? `${random.pick(familyPrefixes)}-${random.pick(trees)}` : familyName,
      sex: random.pick(['male', 'female', 'male', 'female', 'unknown'] as const),
      dateOfBirth: i < 2 ? random.day(1945, 2004) : random.day(1990, 2022),
      addressId: address.id,
      residentSince,
    }));
  });
  return persons.map((person, i) => ({ bsn: nextBsn(i), ...person }));
}

function nextBsn(index: number): string {
  const bsn = testBsns[storySerials + index];
  if (bsn === undefined) throw new RangeError(`the test range holds ${testBsns.length} bsns; ask for fewer households`);
  return bsn;
}

export function isAdult(person: Person): boolean {
  return person.dateOfBirth < adultBefore;
}

export function generateFirms(random: Random, addresses: readonly Address[]): Firm[] {
  return addresses.map((address, i) => {
    const activity = random.pick(activities);
    return {
      kvkNumber: kvkNumber(storySerials + i),
      name: `${firmNames[activity]} ${address.street} ${address.houseNumber}`,
      legalForm: random.pick(['sole-proprietorship', 'partnership', 'private-limited-company'] as const),
      activity,
      addressId: address.id,
      registeredOn: random.day(2008, 2023),
    };
  });
}

export function generateRoles(random: Random, firms: readonly Firm[], adults: readonly Person[]): FirmRole[] {
  return firms.flatMap(({ kvkNumber: firm, legalForm, registeredOn }) =>
    random.sample(adults, random.between(1, 3)).map(({ bsn }, i) => ({
      kvkNumber: firm,
      bsn,
      role: i === 0 ? firstRole(legalForm) : random.pick(['shareholder', 'authorised-signatory'] as const),
      since: registeredOn,
      ...(random.chance(0.15) && { until: random.day(2024, 2025) }),
    })),
  );
}

function firstRole(legalForm: Firm['legalForm']): FirmRole['role'] {
  return legalForm === 'private-limited-company' ? 'director' : 'owner';
}

export function generatePremises(random: Random, firms: readonly Firm[]): Premises[] {
  return firms.map((firm, i) => ({
    id: `PR-${String(storySerials + i).padStart(4, '0')}`,
    addressId: firm.addressId,
    name: firm.name,
    use: firm.activity,
    floorAreaM2: random.between(30, 900),
    operatorKvkNumber: firm.kvkNumber,
  }));
}

export function generatePermits(random: Random, premises: readonly Premises[]): Permit[] {
  return premises.flatMap((place, i) =>
    random.sample(permitKinds(place.use), 2).map((kind, j) => ({
      id: `PT-${String(storySerials + i).padStart(4, '0')}-${j + 1}`,
      premisesId: place.id,
      kind,
      status: random.pick(['granted', 'granted', 'granted', 'withdrawn', 'expired'] as const),
      holderKvkNumber: place.operatorKvkNumber,
      grantedOn: random.day(2024, 2025),
      expiresOn: random.day(2026, 2031),
    })),
  );
}

function permitKinds(use: Premises['use']): readonly Permit['kind'][] {
  return use === 'catering' ? ['operating', 'alcohol', 'terrace'] : ['environment'];
}

/** One incident per given address, with up to three people involved, none of them from the story. */
export function generateIncidents(
  random: Random,
  addresses: readonly Address[],
  adults: readonly Person[],
): Incident[] {
  return addresses.map((address, i) => ({
    id: `IN-${String(storySerials + i).padStart(4, '0')}`,
    addressId: address.id,
    occurredAt: `${random.day(2021, 2025)}T${String(random.between(10, 23))}:${String(random.between(10, 59))}:00Z`,
    category: random.pick(['drugs', 'money-laundering', 'violence', 'nuisance', 'labour-exploitation'] as const),
    status: random.pick(['open', 'under-investigation', 'closed'] as const),
    involved: random.sample(adults, random.between(0, 3)).map(({ bsn }) => ({
      bsn,
      role: random.pick(['suspect', 'victim', 'third-party', 'convicted'] as const),
    })),
  }));
}

export function generateIncomes(random: Random, adults: readonly Person[]): Income[] {
  return adults.flatMap(({ bsn }) =>
    [2023, 2024, 2025].map((year) => ({
      bsn,
      year,
      kind: random.pick(['wages', 'wages', 'business-profit', 'benefit', 'pension'] as const),
      amountCents: random.between(600_000, 9_500_000),
    })),
  );
}
