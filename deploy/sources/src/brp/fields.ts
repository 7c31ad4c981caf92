/** The fields that a search by address may ask for ("PersoonBeperkt"); dates and coded values come whole. */
export const limitedFields: readonly string[] = [
  'burgerservicenummer',
  'geslacht',
  'leeftijd',
  'naam.voornamen',
  'naam.geslachtsnaam',
  'naam.voorletters',
  'naam.volledigeNaam',
  'geboorte.datum',
  'gemeenteVanInschrijving',
  'adressering.adresregel1',
  'adressering.adresregel2',
];

/** The fields that a question by bsn may ask for. */
export const allFields: readonly string[] = [
  ...limitedFields,
  'geboorte.plaats',
  'geboorte.land',
  'datumInschrijvingInGemeente',
  'verblijfplaats.adresseerbaarObjectIdentificatie',
  'verblijfplaats.nummeraanduidingIdentificatie',
  'verblijfplaats.functieAdres',
  'verblijfplaats.datumVan',
  'verblijfplaats.verblijfadres.officieleStraatnaam',
  'verblijfplaats.verblijfadres.korteStraatnaam',
  'verblijfplaats.verblijfadres.huisnummer',
  'verblijfplaats.verblijfadres.postcode',
  'verblijfplaats.verblijfadres.woonplaats',
];

type Json = Record<string, unknown>;

/** The selectable fields that one asked path covers: `naam` covers all of the name, `geboorte.datum.datum` the whole date. */
export function coveredBy(asked: string, selectable: readonly string[]): string[] {
  return selectable.filter((field) => isWithin(field, asked) || isWithin(asked, field));
}

/** A copy with the given fields only; an address keeps its discriminator `type`, as the real service does. */
export function pickFields(source: Json, fields: readonly string[]): Json {
  const picked: Json = {};
  for (const field of fields) copyPath(source, picked, field.split('.'));
  const residence = picked['verblijfplaats'] as Json | undefined;
  return residence ? { ...picked, verblijfplaats: { type: 'Adres', ...residence } } : picked;
}

function copyPath(source: Json, target: Json, [member = '', ...rest]: readonly string[]): void {
  if (rest.length === 0) {
    target[member] = source[member];
    return;
  }
  const branch = (target[member] ?? {}) as Json;
  target[member] = branch;
  copyPath(source[member] as Json, branch, rest);
}

function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`);
}
