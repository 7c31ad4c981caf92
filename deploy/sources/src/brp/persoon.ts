import type { Address, Person } from '../population/records.ts';

const municipality = { code: '9990', omschrijving: 'Voorbeeldstad' };
const genders = {
  male: { code: 'M', omschrijving: 'man' },
  female: { code: 'V', omschrijving: 'vrouw' },
  unknown: { code: 'O', omschrijving: 'onbekend' },
} as const;
const longDate = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' });

/** A person with all the fields this service knows, in the shape of Haal Centraal BRP Personen 2. */
export function toPersoon(person: Person, address: Address, today: Date): Record<string, unknown> {
  return {
    burgerservicenummer: person.bsn,
    geslacht: genders[person.sex],
    leeftijd: ageOn(person.dateOfBirth, today),
    naam: toNaam(person),
    geboorte: {
      datum: toDatum(person.dateOfBirth),
      plaats: municipality,
      land: { code: '6030', omschrijving: 'Nederland' },
    },
    gemeenteVanInschrijving: municipality,
    datumInschrijvingInGemeente: toDatum(person.residentSince),
    verblijfplaats: toVerblijfplaats(person, address),
    adressering: {
      adresregel1: `${address.street} ${address.houseNumber}`,
      adresregel2: `${address.postcode.slice(0, 4)} ${address.postcode.slice(4)}  ${address.city.toUpperCase()}`,
    },
  };
}

/** Full years on a day. */
export function ageOn(dateOfBirth: string, today: Date): number {
  const day = today.toISOString().slice(0, 10);
  const hadBirthday = day.slice(5) >= dateOfBirth.slice(5);
  return Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4)) - (hadBirthday ? 0 : 1);
}

function toNaam({ givenNames, familyName }: Person): Record<string, unknown> {
  return {
    voornamen: givenNames,
    geslachtsnaam: familyName,
    voorletters: `${givenNames.slice(0, 1)}.`,
    volledigeNaam: `${givenNames} ${familyName}`,
  };
}

function toDatum(day: string): Record<string, unknown> {
  return { type: 'Datum', datum: day, langFormaat: longDate.format(new Date(day)) };
}

function toVerblijfplaats(person: Person, address: Address): Record<string, unknown> {
  return {
    type: 'Adres',
    adresseerbaarObjectIdentificatie: address.id,
    nummeraanduidingIdentificatie: address.designationId,
    functieAdres: { code: 'W', omschrijving: 'woonadres' },
    datumVan: toDatum(person.residentSince),
    verblijfadres: {
      officieleStraatnaam: address.street,
      korteStraatnaam: address.street,
      huisnummer: address.houseNumber,
      postcode: address.postcode,
      woonplaats: address.city,
    },
  };
}
