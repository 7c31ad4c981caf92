import type { LocalisedText } from '@koppel/contract';
import { rolesOf, type Actor, type ReferenceModel } from '@koppel/process';
import { entering, planOpening, type Opening, type Planned } from '../../platform/process/acting.ts';
import { findContributor } from '../../platform/process/contributing.ts';
import type { EventDraft, JsonObject } from '../../platform/process/process-event.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';

/** A task before it is there. */
export interface TaskPlan {
  readonly title: string | LocalisedText;
  readonly description?: string | LocalisedText;
  /** Null until an organisation takes it. */
  readonly owner: string | null;
  readonly role: string;
  /** By the model's deadline for a new task when absent. */
  readonly dueAt?: string;
  /** The step that brought it along, and its place in the step's sub-process. */
  readonly step?: string;
  readonly path?: string;
}

interface OfCase {
  readonly model: ReferenceModel;
  readonly record: ProcessRecord;
  readonly now: number;
}

type PlaceOfCase = Pick<ProcessRecord, 'collaboration' | 'theme' | 'region' | 'body' | 'model'>;

/** The first event of a task that a step of the model brings along: nobody has to be allowed to open it. */
export function openedByModel(
  { model, record, now }: Omit<OfCase, 'record'> & { readonly record: PlaceOfCase },
  task: TaskPlan,
): EventDraft {
  const state = model.machines.task.initial;
  const entered = entering({ model, machine: 'task', state }, now);
  const facts = { ...openingOf(record, task), ...entered, dueAt: task.dueAt ?? entered.dueAt, state };
  return { type: 'opened', facts: facts as unknown as JsonObject, content: contentOf(task) };
}

/**
 * A task that a person opens: whoever contributes to the case in its present state, and whoever the model lets open
 * tasks. What an opening owes besides, everybody owes.
 *
 * @throws KoppelError `process.role-missing`, `process.guard-unmet`
 */
export function planTask({ model, record, now }: OfCase, actor: Actor, task: TaskPlan): Planned {
  const contributor = findContributor({ model, machine: 'case', state: record.state }, actor);
  const opener = contributor
    ? { ...actor, authorities: [...actor.authorities, ...openersOf(model, contributor)] }
    : actor;
  const acting = {
    model,
    machine: 'task',
    actor: opener,
    known: { owner: task.owner ?? '', caseState: record.state },
    now,
  } as const;
  const planned = planOpening(acting, openingOf(record, task), contentOf(task));
  return contributor ? { ...planned, capacity: contributor } : planned;
}

/** For the engine, a contributor stands where the accountable of the opening stands; their own capacity is recorded. */
function openersOf(model: ReferenceModel, { mandate }: Actor['authorities'][number]): Actor['authorities'] {
  const step = model.process.steps.find(({ id }) => id === model.machines.task.opening.step);
  const role = step && rolesOf(step)?.accountable;
  return step && role !== undefined ? [{ mandate, role, level: step.level }] : [];
}

function openingOf(record: PlaceOfCase, { owner, role, dueAt }: TaskPlan): Opening {
  const { collaboration, theme, region, body, model } = record;
  const due = dueAt === undefined ? {} : { dueAt };
  return { collaboration, theme, region, body, model, participants: [], owner, role, ...due };
}

const contentOf = ({ title, description, step, path }: TaskPlan): JsonObject => ({
  title,
  ...(description === undefined ? {} : { description }),
  ...(step === undefined ? {} : { step }),
  ...(path === undefined ? {} : { path }),
});
