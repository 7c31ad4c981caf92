import { Type, type Static } from 'typebox';

/** A text that end users read, in both languages of the house. */
export const LocalisedText = Type.Object(
  { nl: Type.String({ minLength: 1, maxLength: 2000 }), en: Type.String({ minLength: 1, maxLength: 2000 }) },
  { additionalProperties: false },
);
export type LocalisedText = Static<typeof LocalisedText>;

/** Organisatie-identificatienummer: 20 digits (Digikoppeling). */
export const Oin = Type.String({ pattern: '^[0-9]{20}$', minLength: 20, maxLength: 20 });

/** The name of one system of an organisation; it becomes a token of a NATS subject. */
export const ClientId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', minLength: 1, maxLength: 32 });

/** `<owner>.<verb-noun>`, for example `municipality.find-residents`. */
export const OperationName = Type.String({
  pattern: '^[a-z][a-z-]*[.][a-z][a-z]*-[a-z][a-z-]*$',
  minLength: 3,
  maxLength: 80,
});

export const SemanticVersion = Type.String({ pattern: '^[0-9]{1,4}[.][0-9]{1,4}[.][0-9]{1,4}$', maxLength: 14 });

export const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  minLength: 36,
  maxLength: 36,
});

/** An instant in UTC as RFC 3339 writes it, with or without milliseconds. */
export const Instant = Type.String({
  pattern:
    '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{3})?Z$',
  maxLength: 24,
});

/** Whether an `Instant` names a day that exists; without this the 31st of February would be the 3rd of March. */
export function isOnCalendar(instant: string): boolean {
  const time = new Date(instant);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(instant.slice(0, 19));
}

/** A word of a closed vocabulary: lower case, digits and dashes, starting with a letter. */
export const Slug = Type.String({ pattern: '^[a-z][a-z0-9-]*$', minLength: 2, maxLength: 64 });

/** A leaf of a reply: dots for members, `[]` for each element, as in `residents[].name.familyName`. */
export const FieldPath = Type.String({
  pattern: '^[A-Za-z][A-Za-z0-9]*(\\[\\])*([.][A-Za-z][A-Za-z0-9]*(\\[\\])*)*$',
  minLength: 1,
  maxLength: 200,
});
