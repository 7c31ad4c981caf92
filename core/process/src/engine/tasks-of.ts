import type { LocalisedText } from '@koppel/contract';
import type { ReferenceModel } from '../model/model.schema.ts';
import type { Deadline, Step, SubProcess } from '../model/process.schema.ts';

/** One task that a step brings along, to be opened in a case. */
export interface TaskTemplate {
  /** Ids of the tasks from the step's own sub-process down to this one, joined by slashes: unique within the step. */
  readonly path: string;
  /** The path of the task that falls apart into this one. */
  readonly parent: string | null;
  readonly title: LocalisedText;
  readonly description?: LocalisedText;
  readonly role: string;
  readonly deadline?: Deadline;
}

/** Sub-processes that nest can multiply; nobody works through more tasks than this in one step. */
export const maximumTasksPerStep = 200;

/** The tasks of a step's sub-process, each followed by what it falls apart into; cut off at `maximumTasksPerStep`. */
export function tasksOf(model: ReferenceModel, step: Step): TaskTemplate[] {
  const tasks: TaskTemplate[] = [];
  for (const task of walk(model, { subProcess: step.subProcess, parent: null, trail: [] })) {
    if (tasks.push(task) === maximumTasksPerStep) break;
  }
  return tasks;
}

interface Branch {
  readonly subProcess: string | undefined;
  readonly parent: string | null;
  /** The sub-processes above this one: one that contains itself ends there. */
  readonly trail: readonly string[];
}

function* walk(model: ReferenceModel, branch: Branch): Generator<TaskTemplate, undefined> {
  const found = model.process.subProcesses.find(({ id }) => id === branch.subProcess);
  if (found === undefined || branch.trail.includes(found.id)) return;
  for (const task of found.tasks) {
    const template = templateOf(task, branch.parent);
    yield template;
    yield* walk(model, {
      subProcess: task.subProcess,
      parent: template.path,
      trail: [...branch.trail, found.id],
    });
  }
}

function templateOf(task: SubProcess['tasks'][number], parent: string | null): TaskTemplate {
  const { id, subProcess: _, ...rest } = task;
  return { path: parent === null ? id : `${parent}/${id}`, parent, ...rest };
}
