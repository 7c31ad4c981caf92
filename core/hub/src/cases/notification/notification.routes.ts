import { Notification, NotificationQuery, type Notification as Told } from '../../platform/notification.schema.ts';
import { pageOfSchema } from '../../platform/paging.ts';
import { defineRoute, type Route } from '../../platform/route.ts';
import { Id, policy, viewErrors } from '../../platform/process/part-routes.ts';

const exampleNotification: Told = {
  id: '01938c5e-8c00-7000-8000-0000000000f6',
  role: 'example-role',
  kind: 'case',
  stream: '01938c5e-8c00-7000-8000-000000000001',
  root: '01938c5e-8c00-7000-8000-000000000001',
  type: 'transitioned',
  at: '2026-06-01T12:00:00.000Z',
  seen: false,
};

const listNotifications = defineRoute({
  method: 'GET',
  path: '/v1/notifications',
  operationId: 'listNotifications',
  summary: 'What the person is told because of the roles that they hold, the latest first',
  policy,
  query: NotificationQuery,
  responses: {
    200: {
      description: 'A page of notifications',
      body: { schema: pageOfSchema(Notification), example: { items: [exampleNotification] } },
    },
  },
  errors: ['token.person-required', 'mandate.missing'],
  perform: async ({ caller, query, call }) => ({
    status: 200,
    body: await call('cases.listNotifications', { caller, query }),
  }),
});

const seeNotification = defineRoute({
  method: 'POST',
  path: '/v1/notifications/{id}/seen',
  operationId: 'seeNotification',
  summary: 'Mark a notification as seen by this person; colleagues still have it',
  policy,
  params: Id,
  responses: {
    200: { description: 'Seen', body: { schema: Notification, example: { ...exampleNotification, seen: true } } },
  },
  errors: viewErrors,
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: await call('cases.seeNotification', { caller, id: params.id }),
  }),
});

export const notificationRoutes: readonly Route[] = [listNotifications, seeNotification];
