import { Instant, Slug, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { PageQuery } from './paging.ts';
import { streamKinds } from './process/process-event.ts';

const closed = { additionalProperties: false } as const;

/** Somebody is told that something happened, because of a role that they hold; what it was stands where it happened. */
export const Notification = Type.Object(
  {
    id: Uuid,
    role: Slug,
    kind: Type.Enum([...streamKinds]),
    /** What it happened to, and the signal, case or meeting that this is part of. */
    stream: Uuid,
    root: Uuid,
    type: Slug,
    at: Instant,
    /** By this person. */
    seen: Type.Boolean(),
  },
  closed,
);
export type Notification = Static<typeof Notification>;

export const NotificationQuery = Type.Object(
  { ...PageQuery.properties, unseen: Type.Optional(Type.Boolean()) },
  closed,
);
export type NotificationQuery = Static<typeof NotificationQuery>;
