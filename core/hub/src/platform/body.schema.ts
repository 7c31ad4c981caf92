import { LocalisedText, Oin, Slug, Uuid } from '@koppel/contract';
import { Level } from '@koppel/process';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

const Members = Type.Array(Oin, { minItems: 1, maxItems: 200, uniqueItems: true });

/** What a collaboration decides: where organisations meet, on which level, about which theme and region. */
export const BodyDraft = Type.Object(
  {
    collaboration: Slug,
    level: Level,
    title: LocalisedText,
    theme: Slug,
    region: Slug,
    /** The member that prepares the meetings and takes in what reaches the body. */
    coordinator: Oin,
    members: Members,
    /** The body of a higher level to which this one turns with a question. */
    parent: Type.Optional(Uuid),
  },
  closed,
);
export type BodyDraft = Static<typeof BodyDraft>;

/** Where people of several organisations meet on one level: a case conference, a steering group, a national body. */
export const Body = Type.Object(
  {
    id: Uuid,
    ...BodyDraft.properties,
    /** Whether anything new can be put before it. */
    active: Type.Boolean(),
    /** Raised by one with each change; send it back as `If-Match`. */
    revision: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type Body = Static<typeof Body>;

/** Who joins and who leaves; the coordinator is always a member. */
export const MemberChange = Type.Object(
  { add: Type.Optional(Members), remove: Type.Optional(Members), coordinator: Type.Optional(Oin) },
  closed,
);
export type MemberChange = Static<typeof MemberChange>;
