import type { Ground } from '../platform/ground.ts';
import { openProcess, type ProcessTools } from '../platform/process/open-process.ts';
import { Reconciler } from '../platform/process/reconciler.ts';
import { createCasesService } from './cases.service.ts';
import { createConsultationActions } from './consultation/consultation.service.ts';
import { createEscalationActions } from './escalation/escalation.service.ts';
import { createItemActions } from './item/item.service.ts';
import { ItemStore } from './item/item.store.ts';
import { createLessonActions } from './lesson/lesson.service.ts';
import { createMeetingActions } from './meeting/meeting.service.ts';
import { createRequestActions } from './request/request.service.ts';
import { closeUnanswered } from './request/unanswered.ts';
import { createRetentionActions } from './retention/retention.service.ts';
import { RetentionClock } from './retention/retention-clock.ts';
import { KeyRenewal } from './renewal/key-renewal.ts';
import { Rounds, type Duties } from './rounds.ts';
import { createNotificationActions } from './notification/notification.service.ts';
import { createRootActions } from './root/root.service.ts';
import { createTaskActions } from './task/task.service.ts';

/** Furnishes the room of signals, cases and everything that people do in them; the answer begins the rounds. */
export async function openCasesRoom(ground: Ground): Promise<() => Promise<void>> {
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
  const { dutyAt, dutyDone } = ground.metrics;
  const rounds = new Rounds(await dutiesOf(ground, tools), ground.log, (duty, done) => {
    dutyAt.setToCurrentTime({ duty });
    dutyDone.inc({ duty }, done);
  });
  return async () => {
    ground.stops.push('rounds', () => rounds.stop());
    rounds.start();
  };
}

async function dutiesOf(ground: Ground, tools: ProcessTools): Promise<Duties> {
  const reconciler = new Reconciler(await ground.database('app'), tools.call);
  const retention = new RetentionClock(tools, new ItemStore());
  const renewal = new KeyRenewal({ tools, ring: await ground.keys() });
  return {
    reconcile: () => reconciler.run(),
    'close-unanswered': () => closeUnanswered(tools),
    retention: () => retention.run(),
    'renew-keys': () => renewal.run(),
  };
}
