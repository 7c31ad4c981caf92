import { Instant, Oin, Slug, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { PageQuery } from './paging.ts';
import { recordSchema } from './process/record.schema.ts';

const closed = { additionalProperties: false } as const;
const Words = Type.String({ minLength: 3, maxLength: 4000 });
const Options = Type.Array(Type.String({ minLength: 3, maxLength: 1000 }), {
  minItems: 2,
  maxItems: 10,
  uniqueItems: true,
});
const OptionNumber = Type.Integer({ minimum: 1, maximum: 10 });

/** A question for the next level, told so that it can be decided without knowing the case. */
const Question = { to: Uuid, question: Words, options: Options } as const;

export const EscalationDraft = Type.Object(
  {
    ...Question,
    /** The step that it is about; the first for which the person is accountable unless given. */
    step: Type.Optional(Slug),
  },
  closed,
);
export type EscalationDraft = Static<typeof EscalationDraft>;

/** A level that turns to the next one, with the question in its own words. */
export const EscalationPassage = Type.Object({ ...Question, reasons: Words }, closed);
export type EscalationPassage = Static<typeof EscalationPassage>;

export const EscalationDecision = Type.Object(
  {
    /** The number of the option, counted from 1. */
    option: OptionNumber,
    reasons: Words,
  },
  closed,
);
export type EscalationDecision = Static<typeof EscalationDecision>;

/** A question as the higher body sees it: no case, and nobody's name. */
export const Escalation = recordSchema(
  Type.Object({
    question: Words,
    options: Options,
    step: Slug,
    /** The roles of which one decides. */
    deciders: Type.Array(Slug),
    decision: Type.Optional(
      Type.Object(
        {
          /** The body that decided: this one, or one above it. */
          body: Uuid,
          option: OptionNumber,
          chosen: Type.String(),
          reasons: Words,
          oin: Oin,
          person: Type.String({ maxLength: 64 }),
          at: Instant,
        },
        closed,
      ),
    ),
    decisions: Type.Optional(Type.Array(Type.Unknown())),
  }),
);

export const EscalationQuery = Type.Object({ ...PageQuery.properties, open: Type.Optional(Type.Boolean()) }, closed);
export type EscalationQuery = Static<typeof EscalationQuery>;
