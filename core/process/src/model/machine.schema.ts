import { Slug } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { closed, listOf, titled, Titled } from './parts.schema.ts';

/** What must hold before a transition; each is a named rule of the engine (`guardRules`), a model only gives its parameters. */
export const GuardName = Type.Enum([
  'statement-given',
  'subject-recorded',
  'attendance-recorded',
  'other-person',
  'owner-acts',
  'signals-in',
  'interventions-in',
  'interventions-have-results',
  'disciplines-combined',
  'result-given',
  'lessons-given',
  'tasks-in',
  'case-in',
  'consulted',
  'retention-over',
]);
export type GuardName = Static<typeof GuardName>;

export const Guard = Type.Object(
  {
    rule: GuardName,
    /** The statement that must be given (`statement-given`). */
    statement: Type.Optional(Slug),
    /** The states that all signals, interventions or tasks of a case must be in, or the case that something is part of. */
    states: Type.Optional(listOf(Slug, 50, 1)),
    /** At least so many subjects, interventions, disciplines or lessons; 1 unless given. */
    minimum: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  },
  closed,
);
export type Guard = Static<typeof Guard>;

/** How long something in a state is kept: usable for so many days, then locked for so many years (Wpg art. 14). */
export const StateRetention = Type.Object(
  { days: Type.Integer({ minimum: 0, maximum: 36_525 }), lockedYears: Type.Integer({ minimum: 0, maximum: 10 }) },
  closed,
);
export type StateRetention = Static<typeof StateRetention>;

export const State = Type.Object(
  {
    ...titled,
    /** The phase of the process in which something in this state is; agreements name phases. */
    phase: Slug,
    /** What may be asked of sources for something in this state. */
    exchange: Type.Enum(['none', 'match', 'content']),
    /** Nothing follows, except what the clock does. */
    final: Type.Optional(Type.Boolean()),
    /** The retention clock that starts when this state is entered; it replaces the one that ran. */
    retention: Type.Optional(StateRetention),
    /** Whose turn it is, for ball-in-court time: the owner's, that of whoever opened it, or nobody's. */
    court: Type.Optional(Type.Enum(['owner', 'opener', 'nobody'])),
  },
  closed,
);
export type State = Static<typeof State>;

export const Transition = Type.Object(
  {
    ...titled,
    from: listOf(Slug, 50, 1),
    to: Slug,
    /** The step of the process in which this is done; its RASCI says who may. */
    step: Slug,
    /** `accountable`: whoever is responsible may only propose it, the accountable of the step decides. */
    decision: Type.Optional(Type.Enum(['responsible', 'accountable'])),
    /** Texts that the person must write, for example necessity and proportionality. */
    statements: Type.Optional(listOf(Titled, 20)),
    guards: listOf(Guard, 20),
    /** Done by the retention clock and by nobody else: it carries out what a person decided before. */
    clock: Type.Optional(Type.Enum(['lock', 'destroy'])),
  },
  closed,
);
export type Transition = Static<typeof Transition>;

export const Machine = Type.Object(
  {
    initial: Slug,
    /** The step in which something comes into being, and what must hold then. */
    opening: Type.Object({ step: Slug, guards: listOf(Guard, 20) }, closed),
    states: listOf(State, 60, 2),
    transitions: listOf(Transition, 200, 1),
  },
  closed,
);
export type Machine = Static<typeof Machine>;
