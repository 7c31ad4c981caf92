import type { Route } from '../platform/route.ts';
import { caseRoutes } from './case/case.routes.ts';
import { consultationRoutes } from './consultation/consultation.routes.ts';
import { escalationRoutes } from './escalation/escalation.routes.ts';
import { itemRoutes } from './item/item.routes.ts';
import { lessonRoutes } from './lesson/lesson.routes.ts';
import { meetingRoutes } from './meeting/meeting.routes.ts';
import { requestRoutes } from './request/request.routes.ts';
import { retentionRoutes } from './retention/retention.routes.ts';
import { notificationRoutes } from './notification/notification.routes.ts';
import { rootRoutes } from './root/root.routes.ts';
import { searchRoutes } from './search/search.routes.ts';
import { signalRoutes } from './signal/signal.routes.ts';
import { taskRoutes } from './task/task.routes.ts';

/** Each part of the room has its own routes; here they are together. */
export const casesRoutes: readonly Route[] = [
  ...rootRoutes,
  ...signalRoutes,
  ...caseRoutes,
  ...searchRoutes,
  ...itemRoutes,
  ...requestRoutes,
  ...retentionRoutes,
  ...lessonRoutes,
  ...taskRoutes,
  ...meetingRoutes,
  ...consultationRoutes,
  ...escalationRoutes,
  ...notificationRoutes,
];
