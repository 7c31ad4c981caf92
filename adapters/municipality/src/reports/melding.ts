import { Instant, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';

/** A report as the desk tells it. */
const MeldingSchema = Type.Object({
  /** In the order in which reports came in: 1, 2, 3 … */
  volgnummer: Type.Integer({ minimum: 1 }),
  kenmerk: Uuid,
  tijdstip: Instant,
  toelichting: Type.String({ minLength: 3, maxLength: 4000 }),
  adres: Type.Optional(
    Type.Object({
      postcode: Type.String({ pattern: '^[0-9]{4}[A-Z]{2}$', maxLength: 6 }),
      huisnummer: Type.Integer({ minimum: 1, maximum: 99_999 }),
    }),
  ),
  kvkNummer: Type.Optional(Type.String({ pattern: '^[0-9]{8}$', maxLength: 8 })),
});
export type Melding = Static<typeof MeldingSchema>;

/** What is new, and the number of the last report that there is. */
export const Meldingen = Type.Object({
  meldingen: Type.Array(MeldingSchema, { maxItems: 1000 }),
  laatste: Type.Integer({ minimum: 0 }),
});
export type Meldingen = Static<typeof Meldingen>;
