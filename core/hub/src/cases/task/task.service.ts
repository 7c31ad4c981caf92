import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ActionMap } from '../cases.service.ts';
import { Tasks } from './tasks.ts';

/** What the room answers about tasks. */
export function createTaskActions(tools: ProcessTools): ActionMap {
  const tasks = new Tasks(tools);
  return {
    openTask: ({ params }: Context<ParamsOf<'cases.openTask'>>) => tasks.open(params),
    listTasks: ({ params }: Context<ParamsOf<'cases.listTasks'>>) => tasks.list(params),
    listTasksOfCase: ({ params }: Context<ParamsOf<'cases.listTasksOfCase'>>) => tasks.listOfCase(params),
    getTask: ({ params }: Context<ParamsOf<'cases.getTask'>>) => tasks.get(params),
    actOnTask: ({ params }: Context<ParamsOf<'cases.actOnTask'>>) => tasks.act(params),
    assignTask: ({ params }: Context<ParamsOf<'cases.assignTask'>>) => tasks.assign(params),
  };
}
