import { Type, type Static } from 'typebox';
import { FieldPath } from './text.ts';

/** What a field tells about; the register of processing activities groups by it. */
export const DataCategory = Type.Enum([
  'identity',
  'contact',
  'address',
  'household',
  'relation',
  'premises',
  'permit',
  'business',
  'income',
  'assets',
  'incident',
  'criminal',
  'administrative',
]);
export type DataCategory = Static<typeof DataCategory>;

/** The roles that police data must tell apart (Wpg art. 6b). */
export const SubjectRole = Type.Enum(['suspect', 'victim', 'third-party', 'convicted']);
export type SubjectRole = Static<typeof SubjectRole>;

/** The secrecy that the source's law lays on a field, whoever holds it (AWR 67, Wpg, Wjsg, WGS, medical). */
export const SecrecyRegime = Type.Enum(['none', 'awr67', 'wpg', 'wjsg', 'wgs', 'medical']);
export type SecrecyRegime = Static<typeof SecrecyRegime>;

/**
 * What the law wants to know of one field. `subjectRole` is `any` for a person whose role the field does not
 * settle and `none` for a field that is about no person.
 */
export const FieldMark = Type.Object(
  {
    category: DataCategory,
    subjectRole: Type.Union([SubjectRole, Type.Enum(['any', 'none'])]),
    secrecy: SecrecyRegime,
  },
  { additionalProperties: false },
);
export type FieldMark = Static<typeof FieldMark>;

/** The JSON Schema keyword that carries a mark. */
export const MARK = 'x-koppel';

/** Options to spread into a leaf's schema: `Type.String({ maxLength: 40, ...mark({ … }) })`. */
export function mark(fieldMark: FieldMark): { readonly [MARK]: FieldMark } {
  return { [MARK]: fieldMark };
}

/** Kinds of identifier that a pseudonym can stand for. */
export const SubjectKind = Type.Enum(['bsn', 'kvk', 'address']);
export type SubjectKind = Static<typeof SubjectKind>;

/** Whom a question or an answer is about; the hub turns it into a pseudonym at once and never stores it. */
export const SubjectId = Type.Object(
  { kind: SubjectKind, value: Type.String({ minLength: 1, maxLength: 64 }) },
  { additionalProperties: false },
);
export type SubjectId = Static<typeof SubjectId>;

/** Where a request names whom it is about. */
export const SubjectPath = Type.Object({ path: FieldPath, kind: SubjectKind }, { additionalProperties: false });
export type SubjectPath = Static<typeof SubjectPath>;
