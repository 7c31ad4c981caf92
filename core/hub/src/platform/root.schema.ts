import { Instant, Slug, Uuid } from '@koppel/contract';
import { Type, type Static, type TSchema } from 'typebox';
import { PageQuery } from './paging.ts';
import { SubjectDrafts } from './subject.schema.ts';

const closed = { additionalProperties: false } as const;
const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

const Title = Type.String({ minLength: 3, maxLength: 200 });
const Summary = Type.String({ minLength: 3, maxLength: 8000 });
export const Reasons = Type.String({ minLength: 3, maxLength: 2000 });

/** What somebody noticed, as they put it before a body. */
export const SignalDraft = Type.Object(
  {
    body: Uuid,
    title: Title,
    summary: Summary,
    subjects: SubjectDrafts,
    urgency: Type.Optional(Type.Enum(['normal', 'urgent'])),
  },
  closed,
);
export type SignalDraft = Static<typeof SignalDraft>;

/** A case as somebody opens it: on signals, whose subjects it takes over, and with more when there are more. */
export const CaseDraft = Type.Object(
  {
    signals: Type.Array(Uuid, { minItems: 1, maxItems: 100, uniqueItems: true }),
    body: Uuid,
    title: Title,
    summary: Type.Optional(Summary),
    subjects: Type.Optional(SubjectDrafts),
  },
  closed,
);
export type CaseDraft = Static<typeof CaseDraft>;

/** How somebody asks for a list of signals or cases. */
export const RootQuery = Type.Object(
  {
    ...PageQuery.properties,
    state: Type.Optional(Slug),
    phase: Type.Optional(Slug),
    body: Type.Optional(Uuid),
    open: Type.Optional(Type.Boolean()),
    /** Those that the own organisation opened, or in which it owns something that is still open. */
    mine: Type.Optional(Type.Boolean()),
    /** `due`, the first deadline first, unless told; `changed`: the latest change first. */
    sort: Type.Optional(Type.Enum(['due', 'changed'])),
  },
  closed,
);
export type RootQuery = Static<typeof RootQuery>;

/** A signal or case in a list. */
export const RootSummary = Type.Object(
  {
    id: Uuid,
    kind: Type.Enum(['signal', 'case']),
    body: orNull(Uuid),
    theme: Slug,
    region: Slug,
    state: Slug,
    phase: orNull(Slug),
    isOpen: Type.Boolean(),
    /** Null once its retention period is over. */
    title: orNull(Type.String()),
    openedAt: Instant,
    changedAt: Instant,
    dueAt: orNull(Instant),
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type RootSummary = Static<typeof RootSummary>;

export const Verdict = Type.Enum(['same', 'different']);

/** What a person makes of a likeness: whether both are about the same thing. It links or parts them and does nothing else. */
export const JudgementDraft = Type.Object({ other: Uuid, verdict: Verdict, reasons: Reasons }, closed);
export type JudgementDraft = Static<typeof JudgementDraft>;
