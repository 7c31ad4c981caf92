import { Actor, Instant, LocalisedText, Oin, Slug, Uuid } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { PageQuery } from './paging.ts';
import { recordSchema } from './process/record.schema.ts';

const closed = { additionalProperties: false } as const;
const Title = Type.String({ minLength: 3, maxLength: 200 });
const Description = Type.String({ minLength: 3, maxLength: 4000 });

/** Work that somebody wants done: by which organisation, and by whom there. */
export const TaskDraft = Type.Object(
  {
    title: Title,
    description: Type.Optional(Description),
    /** An organisation that is joined to the case. */
    owner: Oin,
    /** The role whose holders at the owner take it up. */
    role: Slug,
    /** By the deadline of the model unless given. */
    due: Type.Optional(Instant),
  },
  closed,
);
export type TaskDraft = Static<typeof TaskDraft>;

const TaskContent = Type.Object({
  /** In both languages when the model brought the task along. */
  title: Type.Union([Title, LocalisedText]),
  description: Type.Optional(Type.Union([Description, LocalisedText])),
  /** The step of the model that brought it along, and its place in the step's sub-process. */
  step: Type.Optional(Slug),
  path: Type.Optional(Type.String()),
  decisions: Type.Optional(Type.Array(Type.Unknown())),
});
export const Task = recordSchema(TaskContent);

/** Whom the owner gives it to; nobody in particular when absent. */
export const Assignment = Type.Object({ assignee: Type.Optional(Actor.properties.id) }, closed);
export type Assignment = Static<typeof Assignment>;

/** Of the tasks of the own organisation for roles that the person holds; or of those that wait for an owner. */
export const TaskQuery = Type.Object(
  {
    ...PageQuery.properties,
    case: Type.Optional(Uuid),
    /** True unless given. */
    open: Type.Optional(Type.Boolean()),
    overdue: Type.Optional(Type.Boolean()),
    unowned: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type TaskQuery = Static<typeof TaskQuery>;
