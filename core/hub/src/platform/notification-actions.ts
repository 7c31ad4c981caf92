import type { Caller } from './caller.ts';
import type { Notification, NotificationQuery } from './notification.schema.ts';
import type { Page } from './paging.ts';

/** What other rooms and the routes may ask about notifications; part of `Actions`. */
export interface NotificationActions {
  'cases.listNotifications': [params: { caller: Caller; query: NotificationQuery }, result: Page<Notification>];
  /** Seeing it twice changes nothing. */
  'cases.seeNotification': [params: { caller: Caller; id: string }, result: Notification];
}
