import { LocalisedText, SemanticVersion, Slug } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { closed, listOf, MachineName, Titled, titled } from './parts.schema.ts';

/** A word of the collaboration (SKOS concept, NL-SBB): what screens, schemas and exports call things. */
export const Concept = Type.Object(
  {
    id: Slug,
    prefLabel: LocalisedText,
    altLabels: Type.Optional(listOf(LocalisedText, 10)),
    definition: LocalisedText,
    /** Where the definition comes from, for example a law or a guideline. */
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    broader: Type.Optional(listOf(Slug, 10)),
    related: Type.Optional(listOf(Slug, 10)),
    exactMatch: Type.Optional(listOf(Type.String({ pattern: '^(https?|urn):[^ ]+$', maxLength: 300 }), 10)),
  },
  closed,
);
export type Concept = Static<typeof Concept>;

export const Vocabulary = Type.Object(
  {
    scheme: Type.String({ pattern: '^(https?|urn):[^ ]+$', maxLength: 300 }),
    concepts: listOf(Concept, 1000, 1),
  },
  closed,
);

/** One step of a criminal business process, or of whatever a theme wants to stop (CCV barrier model). */
export const BarrierStep = Type.Object(
  {
    ...titled,
    enablers: listOf(Titled, 50),
    opportunities: listOf(Titled, 50),
    signals: listOf(Titled, 50),
    /** Kinds of organisation that can do something here. */
    partners: listOf(Slug, 50),
    barriers: listOf(Titled, 50),
  },
  closed,
);
export const BarrierModel = Type.Object({ ...titled, steps: listOf(BarrierStep, 50, 1) }, closed);
export type BarrierModel = Static<typeof BarrierModel>;

/** One thing that can be done, always against a barrier: by whom, in which discipline, to which end. */
export const InterventionType = Type.Object(
  {
    ...titled,
    barrierModel: Slug,
    barrierStep: Slug,
    barrier: Slug,
    discipline: Slug,
    ownerType: Slug,
    facet: Type.Enum(['prevent', 'disrupt', 'punish', 'protect']),
    deadline: Type.Optional(Type.Object({ workingDays: Type.Integer({ minimum: 0, maximum: 1000 }) }, closed)),
  },
  closed,
);
export type InterventionType = Static<typeof InterventionType>;

/** What an indicator counts; `measureRules` says what each needs. */
export const MeasureKind = Type.Enum([
  'entered',
  'lead-time',
  'on-time',
  'participation',
  'response-time',
  'refusals',
  'amount',
  'recurrence',
  'lessons-adopted',
  'subject-requests',
  'ungoverned',
  'overdue',
]);
export type MeasureKind = Static<typeof MeasureKind>;

/** What is measured and how; carried and checked now, computed from events later. */
export const Indicator = Type.Object(
  {
    ...titled,
    version: SemanticVersion,
    definition: LocalisedText,
    unit: Type.Enum(['count', 'ratio', 'working-days', 'days', 'euro']),
    measure: Type.Object(
      {
        kind: MeasureKind,
        machine: Type.Optional(MachineName),
        from: Type.Optional(listOf(Slug, 50)),
        states: Type.Optional(listOf(Slug, 50)),
        /** For a ratio: what it is divided by. */
        outOf: Type.Optional(listOf(Slug, 50)),
        /** For recurrence: within how many months after the end. */
        withinMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
        /** For an amount: seized, ordered, collected and offset are kept apart. */
        figure: Type.Optional(Slug),
        by: Type.Optional(Type.Enum(['discipline', 'organisation', 'barrier-step', 'refusal-code'])),
      },
      closed,
    ),
    /** Whether regions and years may be put side by side. */
    comparable: Type.Boolean(),
  },
  closed,
);
export type Indicator = Static<typeof Indicator>;

/** What the partners want to reach: a figure of an indicator, or a statement, in 2, 5 or 10 years. */
export const Goal = Type.Object(
  {
    ...titled,
    indicator: Type.Optional(Slug),
    statement: Type.Optional(LocalisedText),
    horizonYears: Type.Enum([2, 5, 10]),
    baseline: Type.Optional(Type.Number()),
    value: Type.Optional(Type.Number()),
    /** Whether the figure must come up to the value or stay below it. */
    direction: Type.Optional(Type.Enum(['at-least', 'at-most'])),
    /** The role that answers for it. */
    owner: Slug,
  },
  closed,
);
export type Goal = Static<typeof Goal>;
