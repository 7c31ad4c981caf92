import { pageOfSchema, PageQuery } from '../../platform/paging.ts';
import { ActionBody } from '../../platform/process/action-body.schema.ts';
import { etag, IfMatch, recordReply, revisionOf } from '../../platform/process/seen.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { Assignment, Task, TaskDraft, TaskQuery } from '../../platform/task.schema.ts';
import { actionErrors, changeErrors, Id, policy, viewErrors } from '../../platform/process/part-routes.ts';
import { exampleDraft, exampleTask } from './task.examples.ts';

const one = (description: string) => ({ description, body: { schema: Task, example: exampleTask }, headers: etag });
const pageOfTasks = {
  200: {
    description: 'A page of tasks, the first deadline first',
    body: { schema: pageOfSchema(Task), example: { items: [exampleTask] } },
  },
};

const openTask = defineRoute({
  method: 'POST',
  path: '/v1/cases/{id}/tasks',
  operationId: 'openTask',
  summary: 'Open a task in a case, for an organisation that is joined to it',
  description: 'For whoever contributes to the case in its present state, or opens tasks by the reference model.',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: TaskDraft, example: exampleDraft },
  responses: { 201: one('Opened') },
  errors: [...changeErrors, 'process.guard-unmet', 'case.too-many-parts'],
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(201, await call('cases.openTask', { caller, case: params.id, draft: body, ...revisionOf(headers) })),
});

const listTasksOfCase = defineRoute({
  method: 'GET',
  path: '/v1/cases/{id}/tasks',
  operationId: 'listTasksOfCase',
  summary: 'All tasks of a case, whoever owns them',
  policy,
  params: Id,
  query: PageQuery,
  responses: pageOfTasks,
  errors: viewErrors,
  perform: async ({ caller, params, query, call }) => ({
    status: 200,
    body: await call('cases.listTasksOfCase', { caller, case: params.id, page: query }),
  }),
});

const listTasks = defineRoute({
  method: 'GET',
  path: '/v1/tasks',
  operationId: 'listTasks',
  summary: 'What the own organisation has to do, in the roles that the person holds',
  description: 'With `unowned`, what nobody has taken yet and anybody in its role may take, by assigning it.',
  policy,
  query: TaskQuery,
  responses: pageOfTasks,
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, query, call }) => ({ status: 200, body: await call('cases.listTasks', { caller, query }) }),
});

const getTask = defineRoute({
  method: 'GET',
  path: '/v1/tasks/{id}',
  operationId: 'getTask',
  summary: 'One task, with the time that it was on each side up to now',
  policy,
  params: Id,
  responses: { 200: one('The task') },
  errors: viewErrors,
  perform: async ({ caller, params, call }) => recordReply(200, await call('cases.getTask', { caller, id: params.id })),
});

const actOnTask = defineRoute({
  method: 'POST',
  path: '/v1/tasks/{id}/transitions',
  operationId: 'actOnTask',
  summary: 'Take up, finish or hand back a task, as the reference model has it',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: ActionBody, example: { action: 'accept', reasons: 'It is ours to look up' } },
  responses: { 200: one('Done') },
  errors: actionErrors,
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(200, await call('cases.actOnTask', { caller, id: params.id, action: body, ...revisionOf(headers) })),
});

const assignTask = defineRoute({
  method: 'POST',
  path: '/v1/tasks/{id}/assignment',
  operationId: 'assignTask',
  summary: "Give a task to a colleague, by the people of its owner who hold the task's role",
  description: 'Without `assignee` it is for all of them again.',
  policy,
  params: Id,
  headers: IfMatch,
  body: { schema: Assignment, example: { assignee: 'emp-7f3a91' } },
  responses: { 200: one('Assigned') },
  errors: changeErrors,
  perform: async ({ caller, params, headers, body, call }) =>
    recordReply(200, await call('cases.assignTask', { caller, id: params.id, ...body, ...revisionOf(headers) })),
});

export const taskRoutes: readonly Route[] = [openTask, listTasksOfCase, listTasks, getTask, actOnTask, assignTask];
