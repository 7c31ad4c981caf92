import { Slug, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { PageQuery } from './paging.ts';
import { recordSchema } from './process/record.schema.ts';

const closed = { additionalProperties: false } as const;
const Words = Type.String({ minLength: 3, maxLength: 4000 });

/** What those who are consulted in a step are asked. */
export const ConsultationDraft = Type.Object({ step: Slug, question: Words }, closed);
export type ConsultationDraft = Static<typeof ConsultationDraft>;

export const ConsultationAnswer = Type.Object(
  { answer: Type.Enum(['agree', 'object', 'advice']), text: Words },
  closed,
);
export type ConsultationAnswer = Static<typeof ConsultationAnswer>;

/** One role at one organisation that is asked; silence past the deadline counts as having been asked. */
export const Consultation = recordSchema(
  Type.Object({
    step: Slug,
    question: Words,
    answer: Type.Optional(ConsultationAnswer),
    decisions: Type.Optional(Type.Array(Type.Unknown())),
  }),
);

/** Which open consultations a list shows. */
export const ConsultationQuery = Type.Object(
  {
    ...PageQuery.properties,
    /** `to-me` unless given: put to the own organisation in a role that the person holds; `by-me`: put by it. */
    direction: Type.Optional(Type.Enum(['to-me', 'by-me'])),
    case: Type.Optional(Uuid),
  },
  closed,
);
export type ConsultationQuery = Static<typeof ConsultationQuery>;
