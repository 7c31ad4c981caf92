import { Instant, Slug, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { PageQuery, pageOfSchema } from './paging.ts';

const closed = { additionalProperties: false } as const;
const RootKind = Type.Enum(['signal', 'case']);
const orNull = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** A signal or case that waits for somebody. */
export const BoardRow = Type.Object(
  {
    id: Uuid,
    kind: RootKind,
    /** Null once its retention period is over. */
    title: orNull(Type.String()),
    state: Slug,
    phase: orNull(Slug),
    dueAt: orNull(Instant),
    isOverdue: Type.Boolean(),
    /** Whose turn it is, and for how long that has been so. */
    court: Type.Object(
      { side: Type.Enum(['owner', 'opener', 'nobody']), sinceMs: Type.Integer({ minimum: 0 }) },
      closed,
    ),
  },
  closed,
);
export type BoardRow = Static<typeof BoardRow>;

/** How many of what the viewer may know of are in a state. */
export const BoardCount = Type.Object({ kind: RootKind, state: Slug, count: Type.Integer({ minimum: 1 }) }, closed);
export type BoardCount = Static<typeof BoardCount>;

/** What is open in a body, the first deadline first; counted on the first page. */
export const Board = Type.Object(
  { ...pageOfSchema(BoardRow).properties, counts: Type.Optional(Type.Array(BoardCount)) },
  closed,
);
export type Board = Static<typeof Board>;

export const BoardQuery = Type.Object(
  { ...PageQuery.properties, kind: Type.Optional(RootKind), state: Type.Optional(Slug) },
  closed,
);
export type BoardQuery = Static<typeof BoardQuery>;
