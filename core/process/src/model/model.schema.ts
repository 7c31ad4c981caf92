import { LocalisedText, SemanticVersion, Slug } from '@koppel/contract';
import { Type, type Static } from 'typebox';
import { BarrierModel, Goal, Indicator, InterventionType, Vocabulary } from './content.schema.ts';
import { Machine } from './machine.schema.ts';
import { closed, Level, listOf, Titled } from './parts.schema.ts';
import { InformationNeed, Intake, Process, Role } from './process.schema.ts';

export const MODEL_FORMAT = 'koppel-reference-model/1';

/**
 * The reference model of a collaboration (kwaliteitskader): its words, its process, who does what in it, what it may
 * ask, what it can do and what it wants to reach. Everything that a theme is, is in here; nothing of it is in the hub.
 */
export const ReferenceModel = Type.Object(
  {
    format: Type.Literal(MODEL_FORMAT),
    id: Slug,
    version: SemanticVersion,
    title: LocalisedText,
    description: LocalisedText,
    theme: Slug,
    vocabulary: Vocabulary,
    /** What a level is called here, and to which level it turns with a question. */
    levels: listOf(
      Type.Object({ level: Level, title: LocalisedText, escalatesTo: Type.Optional(Level) }, closed),
      3,
      1,
    ),
    roles: listOf(Role, 100, 1),
    organisationTypes: listOf(Titled, 100, 1),
    disciplines: listOf(Titled, 30, 1),
    machines: Type.Object({ signal: Machine, case: Machine, task: Machine, intervention: Machine }, closed),
    process: Process,
    informationNeeds: listOf(InformationNeed, 200),
    intake: listOf(Intake, 100),
    barrierModels: listOf(BarrierModel, 50),
    interventions: listOf(InterventionType, 500),
    indicators: listOf(Indicator, 200),
    goals: listOf(Goal, 200),
  },
  closed,
);
export type ReferenceModel = Static<typeof ReferenceModel>;
