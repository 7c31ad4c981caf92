import { Actor, Instant, Oin, Slug, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { PageQuery } from './paging.ts';
import { Attendee } from './process/action-body.schema.ts';
import { recordSchema } from './process/record.schema.ts';

const closed = { additionalProperties: false } as const;
const Words = Type.String({ minLength: 3, maxLength: 4000 });
const Topic = Type.String({ minLength: 3, maxLength: 500 });
const Place = Type.String({ minLength: 2, maxLength: 200 });

/** A role of an organisation that is asked to come; a person when it must be somebody in particular. */
const Invited = Type.Object({ oin: Oin, role: Slug, person: Type.Optional(Actor.properties.id) }, closed);

export const ConferenceDraft = Type.Object(
  { heldAt: Instant, place: Type.Optional(Place), invited: Type.Array(Invited, { maxItems: 100 }) },
  closed,
);
export type ConferenceDraft = Static<typeof ConferenceDraft>;

export const Attendance = Type.Object({ attended: Type.Array(Attendee, { maxItems: 100 }) }, closed);
export type Attendance = Static<typeof Attendance>;

export const AgendaDraft = Type.Object({ kind: Type.Enum(['signal', 'case']), id: Uuid, topic: Topic }, closed);
export type AgendaDraft = Static<typeof AgendaDraft>;

/** What a meeting decided about something on its agenda; an action of the reference model is still done by a person. */
export const ConferenceDecision = Type.Object({ item: Uuid, text: Words, action: Type.Optional(Slug) }, closed);
export type ConferenceDecision = Static<typeof ConferenceDecision>;

/** Something on the agenda that the viewer may know of, as long as its words may be read. */
export const AgendaItem = Type.Object(
  {
    item: Uuid,
    kind: Type.Enum(['signal', 'case']),
    id: Uuid,
    state: Slug,
    phase: Type.Union([Slug, Type.Null()]),
    topic: Topic,
    decisions: Type.Array(Type.Object({ event: Uuid, at: Instant, text: Words, action: Type.Optional(Slug) }, closed)),
  },
  closed,
);
export type AgendaItem = Static<typeof AgendaItem>;

export const Conference = recordSchema(
  Type.Object({
    heldAt: Instant,
    place: Type.Optional(Place),
    invited: Type.Array(Invited),
    attended: Type.Optional(Type.Array(Attendee)),
    decisions: Type.Optional(Type.Array(Type.Unknown())),
  }),
);

/** A meeting with that part of its agenda that the viewer may know of. */
export const ConferenceView = Type.Object({ ...Conference.properties, agenda: Type.Array(AgendaItem) }, closed);

export const ConferenceQuery = Type.Object({ ...PageQuery.properties, open: Type.Optional(Type.Boolean()) }, closed);
export type ConferenceQuery = Static<typeof ConferenceQuery>;
