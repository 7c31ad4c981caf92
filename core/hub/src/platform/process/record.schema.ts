import { Instant, Oin, Slug, Uuid } from '@koppel/contract';
import { Type, type TSchema } from 'typebox';

const closed = { additionalProperties: false } as const;
const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Pseudonym = Type.String({ maxLength: 64 });

/** Where a retention clock stands. */
export const RetentionStatus = Type.Object(
  {
    status: Type.Enum(['active', 'locked', 'destroyed']),
    endsAt: orNull(Instant),
    lockedYears: Type.Integer(),
    decision: orNull(Uuid),
  },
  closed,
);

const fields = {
  id: Uuid,
  kind: Slug,
  root: Uuid,
  collaboration: Slug,
  theme: Slug,
  region: Slug,
  body: orNull(Uuid),
  model: orNull(Uuid),
  version: Type.Integer({ minimum: 1 }),
  state: Slug,
  phase: orNull(Slug),
  isOpen: Type.Boolean(),
  openedAt: Instant,
  enteredAt: Instant,
  changedAt: Instant,
  openedBy: Type.Object({ oin: Type.String(), person: orNull(Pseudonym) }, closed),
  owner: orNull(Oin),
  role: orNull(Slug),
  assignee: orNull(Pseudonym),
  dueAt: orNull(Instant),
  participants: Type.Array(Oin),
  proposal: orNull(Type.Object({ event: Uuid, action: Slug, step: Slug, oin: Oin, person: Pseudonym }, closed)),
  lastActor: orNull(Type.Object({ oin: Oin, person: Pseudonym }, closed)),
  court: Type.Object(
    {
      side: Type.Enum(['owner', 'opener', 'nobody']),
      since: Instant,
      ownerMs: Type.Number(),
      openerMs: Type.Number(),
    },
    closed,
  ),
  retention: RetentionStatus,
};

/** A `ProcessRecord` as the interface shows it; `content` is null once it may not be read any more. */
export const recordSchema = <Content extends TSchema>(content: Content) =>
  Type.Object({ ...fields, content: orNull(content) }, closed);
