import { Bsn } from '@koppel/http-source';
import { Type, type Static } from 'typebox';

const Text = Type.Optional(Type.String({ maxLength: 200 }));

/** A date in one of the register's four forms; `type` says which. */
const Datum = Type.Object({
  type: Type.String({ maxLength: 40 }),
  datum: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10 })),
  jaar: Type.Optional(Type.Integer({ minimum: 0, maximum: 9999 })),
  maand: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
});
type Datum = Static<typeof Datum>;

/** The part of Haal Centraal's "Persoon" that is asked for; the service leaves out what it does not know. */
export const Persoon = Type.Object({
  burgerservicenummer: Bsn,
  geslacht: Type.Optional(Type.Object({ code: Type.String({ maxLength: 1 }) })),
  leeftijd: Type.Optional(Type.Integer({ minimum: 0, maximum: 150 })),
  naam: Type.Optional(Type.Object({ voornamen: Text, geslachtsnaam: Text })),
  geboorte: Type.Optional(
    Type.Object({ datum: Type.Optional(Datum), plaats: Type.Optional(Type.Object({ omschrijving: Text })) }),
  ),
  adressering: Type.Optional(Type.Object({ adresregel1: Text, adresregel2: Text })),
  verblijfplaats: Type.Optional(
    Type.Object({
      datumVan: Type.Optional(Datum),
      verblijfadres: Type.Optional(
        Type.Object({
          officieleStraatnaam: Text,
          huisnummer: Type.Optional(Type.Integer({ minimum: 1, maximum: 99_999 })),
          postcode: Type.Optional(Type.String({ maxLength: 6 })),
          woonplaats: Text,
        }),
      ),
    }),
  ),
});
export type Persoon = Static<typeof Persoon>;

/** The answer of `POST /personen`; the service itself never finds more than a few dozen. */
export const Personen = Type.Object({ personen: Type.Array(Persoon, { maxItems: 100 }) });

/** The date as far as it is known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
export function toPartialDate(date: Datum | undefined): string | undefined {
  if (date?.datum !== undefined) return date.datum;
  if (date?.jaar === undefined) return undefined;
  const year = String(date.jaar).padStart(4, '0');
  return date.maand === undefined ? year : `${year}-${String(date.maand).padStart(2, '0')}`;
}

const sexes: Readonly<Record<string, 'male' | 'female'>> = { M: 'male', V: 'female' };

export function toSex({ geslacht }: Persoon): 'male' | 'female' | 'unknown' | undefined {
  return geslacht && (sexes[geslacht.code] ?? 'unknown');
}
