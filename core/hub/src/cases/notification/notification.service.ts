import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ActionMap } from '../cases.service.ts';
import { Notifications } from './notifications.ts';

/** What the room answers about notifications. */
export function createNotificationActions(tools: ProcessTools): ActionMap {
  const notifications = new Notifications(tools);
  return {
    listNotifications: ({ params }: Context<ParamsOf<'cases.listNotifications'>>) => notifications.list(params),
    seeNotification: ({ params }: Context<ParamsOf<'cases.seeNotification'>>) => notifications.see(params),
  };
}
