import { Type, type Static, type TObject, type TSchema } from 'typebox';
import { commonFields, optionalFields, type OptionalField } from './entry-fields.ts';
import { entryRules, entryTypes, type EntryRule, type EntryType } from './entry-rules.ts';

const closed = { additionalProperties: false } as const;

/** Any entry of the ledger; which of the optional fields its type has is in `entryRules`. Never a payload. */
export const LedgerEntry = Type.Object(
  { ...commonFields, type: Type.Enum([...entryTypes]), ...Type.Partial(Type.Object(optionalFields)).properties },
  closed,
);
export type LedgerEntry = Static<typeof LedgerEntry>;

/** The closed schema of entries of one type. */
export function entrySchemaOf(type: EntryType): TObject {
  const rule: EntryRule = entryRules[type];
  const fields: Record<string, TSchema> = { ...commonFields, type: Type.Literal(type) };
  for (const name of rule.requires) fields[name] = optionalFields[name];
  for (const name of rule.allows) fields[name] ??= optionalOf(name);
  return Type.Object(fields, closed);
}

const optionalOf = (name: OptionalField): TSchema => Type.Optional(optionalFields[name]);
