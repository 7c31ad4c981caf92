import { defineEvent, mark, type EventMessage } from '@koppel/contract';
import { Type } from 'typebox';
import type { Melding } from './melding.ts';

const premises = mark({ category: 'premises', subjectRole: 'none', secrecy: 'none' });
const business = mark({ category: 'business', subjectRole: 'any', secrecy: 'none' });

/** An employee reported something that did not seem right. */
export const concernRaised = defineEvent({
  type: 'municipality.concern-raised',
  version: '1.0.0',
  title: { nl: 'Melding van een medewerker', en: 'Report of an employee' },
  schema: Type.Object(
    {
      summary: Type.String({ minLength: 3, maxLength: 4000, ...premises }),
      /** Postcode, a hyphen and the house number. */
      address: Type.Optional(Type.String({ pattern: '^[0-9]{4}[A-Z]{2}-[0-9]{1,5}$', maxLength: 12, ...premises })),
      kvkNumber: Type.Optional(Type.String({ pattern: '^[0-9]{8}$', minLength: 8, maxLength: 8, ...business })),
    },
    { additionalProperties: false },
  ),
  example: { summary: 'Windows are taped and vans come at night', address: '1234AB-12', kvkNumber: '90000017' },
});

/** The event of a report; the report's own reference is its id, so that a report is one signal however often it is told. */
export function eventOf({ kenmerk, tijdstip, toelichting, adres, kvkNummer }: Melding): EventMessage {
  const { type, version } = concernRaised;
  const address = adres && `${adres.postcode}-${adres.huisnummer}`;
  const payload = {
    summary: toelichting,
    ...(address !== undefined && { address }),
    ...(kvkNummer !== undefined && { kvkNumber: kvkNummer }),
  };
  return { id: kenmerk, type, version, occurredAt: tijdstip, payload };
}
