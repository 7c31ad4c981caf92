import type { Ground } from '../platform/ground.ts';
import { openProcess } from '../platform/process/open-process.ts';
import { Reconciler } from '../platform/process/reconciler.ts';
import { createCasesService } from './cases.service.ts';
import { createConsultationActions } from './consultation/consultation.actions.ts';
import { createEscalationActions } from './escalation/escalation.actions.ts';
import { createItemActions } from './item/item.service.ts';
import { ItemStore } from './item/item.store.ts';
import { createLessonActions } from './lesson/lesson.service.ts';
import { createMeetingActions } from './meeting/meeting.actions.ts';
import { createRequestActions } from './request/request.service.ts';
import { closeUnanswered } from './request/unanswered.ts';
import { createRetentionActions } from './retention/retention.service.ts';
import { RetentionClock } from './retention/retention-clock.ts';
import { createRounds } from './rounds.ts';
import { createNotificationActions } from './notification/notification.actions.ts';
import { createRootActions } from './root/root.service.ts';
import { createTaskActions } from './task/task.actions.ts';

/** Furnishes the room of signals, cases and everything that people do in them. */
export async function openCasesRoom(ground: Ground): Promise<void> {
  const tools = await openProcess(ground);
  ground.broker.createService(
    createCasesService([
      createRootActions(tools),
      createItemActions(tools),
      createRequestActions(tools),
      createRetentionActions(tools),
      createLessonActions(tools),
      createTaskActions(tools),
      createMeetingActions(tools),
      createConsultationActions(tools),
      createEscalationActions(tools),
      createNotificationActions(tools),
    ]),
  );
  const reconciler = new Reconciler(await ground.database('app'), tools.call);
  const retention = new RetentionClock(tools, new ItemStore());
  const duties = {
    reconcile: () => reconciler.run(),
    'close-unanswered': () => closeUnanswered(tools),
    retention: () => retention.run(),
  };
  ground.broker.createService(createRounds(duties, ground));
}
