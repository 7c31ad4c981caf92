import { SubjectId } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { RootSummary, Verdict } from './root.schema.ts';

const closed = { additionalProperties: false } as const;

/** A signal or case with subjects in common; what it means is for a person to judge. */
export const Likeness = Type.Object(
  {
    root: RootSummary,
    /** Which part of the signal's distinct identifiers is there too. */
    score: Type.Number({ minimum: 0, maximum: 1 }),
    /** How many identifiers of each kind they have in common. */
    shared: Type.Array(Type.Object({ kind: SubjectId.properties.kind, count: Type.Integer({ minimum: 1 }) }, closed)),
    /** What somebody judged last; null when nobody did. */
    verdict: Type.Union([Verdict, Type.Null()]),
  },
  closed,
);
export type Likeness = Static<typeof Likeness>;

/** What somebody looks for: all of these words, and this subject. */
export const SearchDraft = Type.Object(
  {
    words: Type.Optional(Type.String({ minLength: 2, maxLength: 200 })),
    subject: Type.Optional(SubjectId),
    kinds: Type.Optional(Type.Array(Type.Enum(['signal', 'case']), { minItems: 1, maxItems: 2, uniqueItems: true })),
  },
  closed,
);
export type SearchDraft = Static<typeof SearchDraft>;
