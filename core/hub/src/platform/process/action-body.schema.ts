import { Actor, Oin, Slug, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const Words = Type.String({ minLength: 3, maxLength: 4000 });

/** Who was at a meeting: organisation, pseudonym, role. */
export const Attendee = Type.Object({ oin: Oin, person: Actor.properties.id, role: Slug }, closed);

export const Result = Type.Object(
  {
    outcome: Slug,
    description: Words,
    /** Euros in cents or counts, apart by name: seized is not collected. */
    figures: Type.Optional(
      Type.Array(Type.Object({ figure: Slug, value: Type.Integer({ minimum: 0, maximum: 1e15 }) }, closed), {
        maxItems: 20,
      }),
    ),
  },
  closed,
);

/** What somebody does to a signal, case, task or intervention: an action of the reference model, and what belongs to it. */
export const ActionBody = Type.Object(
  {
    action: Slug,
    /** `propose` puts it before whoever is accountable; `decide` unless given. */
    intent: Type.Optional(Type.Enum(['decide', 'propose'])),
    reasons: Type.String({ minLength: 3, maxLength: 2000 }),
    statements: Type.Optional(Type.Record(Slug, Words, { maxProperties: 50 })),
    present: Type.Optional(Type.Array(Attendee, { maxItems: 100 })),
    /** The meeting whose attendance counts instead of `present`. */
    conference: Type.Optional(Uuid),
    result: Type.Optional(Result),
    lessons: Type.Optional(Type.Array(Words, { maxItems: 50 })),
  },
  closed,
);
export type ActionBody = Static<typeof ActionBody>;
