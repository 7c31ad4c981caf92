import { LocalisedText, Mode, OperationName, Slug, SubjectRole } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { closed, Level, listOf, MachineName, Titled, titled } from './parts.schema.ts';

/** Working days by the Algemene termijnenwet: no Saturday, Sunday or public holiday of the Netherlands. */
export const Deadline = Type.Object({ workingDays: Type.Integer({ minimum: 0, maximum: 1000 }) }, closed);
export type Deadline = Static<typeof Deadline>;

/** A function that people are mandated to, on one level. */
export const Role = Type.Object({ ...titled, level: Level }, closed);
export type Role = Static<typeof Role>;

/** Who does what in a step on one level; roles by id. */
export const Rasci = Type.Object(
  {
    responsible: listOf(Slug, 30),
    /** Exactly one: the schema knows no second. */
    accountable: Slug,
    supports: listOf(Slug, 30),
    consulted: listOf(Slug, 30),
    informed: listOf(Slug, 30),
  },
  closed,
);
export type Rasci = Static<typeof Rasci>;

/** What may be asked of a source in a step: which operation, for which purpose, hit or content. */
export const InformationNeed = Type.Object(
  {
    ...titled,
    operation: OperationName,
    operationVersion: Type.Integer({ minimum: 0, maximum: 9999 }),
    purpose: Slug,
    mode: Mode,
    subjectRoles: listOf(SubjectRole, 4),
  },
  closed,
);
export type InformationNeed = Static<typeof InformationNeed>;

export const Step = Type.Object(
  {
    ...titled,
    phase: Slug,
    /** What the step is done to. */
    subject: MachineName,
    /** The level on which it is done; `rasci` must have it. */
    level: Level,
    rasci: Type.Object(
      { operational: Type.Optional(Rasci), policy: Type.Optional(Rasci), strategic: Type.Optional(Rasci) },
      closed,
    ),
    /** From the moment on which the step can be done. */
    deadline: Type.Optional(Deadline),
    /** How long those who are consulted have. */
    consultation: Type.Optional(Deadline),
    /** Roles without which there is no meeting (`attendance-recorded`). */
    present: Type.Optional(listOf(Slug, 30)),
    needs: Type.Optional(listOf(Slug, 30)),
    /** Tasks that come with the step: one for each step of the sub-process. */
    subProcess: Type.Optional(Slug),
  },
  closed,
);
export type Step = Static<typeof Step>;

/** Work that a step falls apart into; each item becomes a task of the case, and may fall apart further. */
export const SubProcess = Type.Object(
  {
    ...titled,
    tasks: listOf(
      Type.Object(
        { ...titled, role: Slug, deadline: Type.Optional(Deadline), subProcess: Type.Optional(Slug) },
        closed,
      ),
      50,
      1,
    ),
  },
  closed,
);
export type SubProcess = Static<typeof SubProcess>;

export const Process = Type.Object(
  {
    phases: listOf(Titled, 30, 1),
    steps: listOf(Step, 200, 1),
    subProcesses: listOf(SubProcess, 50),
  },
  closed,
);

/** How an event of a partner's system becomes a signal: which fields of the event it is made of. */
export const Intake = Type.Object(
  {
    /** The event, as a manifest publishes it. */
    event: Type.String({ pattern: '^[a-z][a-z-]*([.][a-z][a-z-]*)+$', minLength: 3, maxLength: 80 }),
    title: LocalisedText,
    /** Top-level members of the event's payload, by what they become. */
    fields: Type.Object(
      {
        summary: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]*$', maxLength: 64 }),
        subjects: listOf(
          Type.Object(
            {
              member: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]*$', maxLength: 64 }),
              kind: Type.Enum(['bsn', 'kvk', 'address']),
              role: Type.Optional(SubjectRole),
            },
            closed,
          ),
          8,
        ),
      },
      closed,
    ),
  },
  closed,
);
export type Intake = Static<typeof Intake>;
