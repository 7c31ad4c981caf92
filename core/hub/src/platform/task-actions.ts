import type { Caller } from './caller.ts';
import type { Page, PageQuery } from './paging.ts';
import type { ActionBody } from './process/action-body.schema.ts';
import type { ProcessRecord } from './process/process-record.ts';
import type { Assignment, TaskDraft, TaskQuery } from './task.schema.ts';

/** Something that a person does to a task. */
interface TaskStep {
  readonly caller: Caller;
  readonly id: string;
  /** The version the person saw; a later one is a conflict. */
  readonly revision?: number;
}

/** What other rooms and the routes may ask about tasks; part of `Actions`. */
export interface TaskActions {
  'cases.openTask': [
    params: { caller: Caller; case: string; draft: TaskDraft; revision?: number },
    result: ProcessRecord,
  ];
  'cases.listTasks': [params: { caller: Caller; query: TaskQuery }, result: Page<ProcessRecord>];
  'cases.listTasksOfCase': [params: { caller: Caller; case: string; page: PageQuery }, result: Page<ProcessRecord>];
  'cases.getTask': [params: { caller: Caller; id: string }, result: ProcessRecord];
  'cases.actOnTask': [params: TaskStep & { action: ActionBody }, result: ProcessRecord];
  'cases.assignTask': [params: TaskStep & Assignment, result: ProcessRecord];
}
