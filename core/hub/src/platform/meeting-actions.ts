import type { Body, BodyDraft, MemberChange } from './body.schema.ts';
import type { Caller } from './caller.ts';
import type { ConferenceActions } from './conference-actions.ts';
import type { ConsultationActions } from './consultation-actions.ts';
import type { EscalationActions } from './escalation-actions.ts';
import type { NotificationActions } from './notification-actions.ts';
import type { Page, PageQuery } from './paging.ts';
import type { TaskActions } from './task-actions.ts';

/** A change of a body by the operator. */
export interface BodyStep {
  readonly caller: Caller;
  readonly id: string;
  /** The revision the caller saw; a later one is a conflict. */
  readonly revision?: number;
}

/** What other rooms and the routes may ask about meetings; part of `Actions`. */
export interface MeetingActions
  extends TaskActions,
    ConsultationActions,
    ConferenceActions,
    EscalationActions,
    NotificationActions {
  'cases.createBody': [params: { caller: Caller; draft: BodyDraft }, result: Body];
  'cases.listBodies': [params: { caller: Caller; page: PageQuery }, result: Page<Body>];
  'cases.getBody': [params: { caller: Caller; id: string }, result: Body];
  'cases.changeMembers': [params: BodyStep & { change: MemberChange }, result: Body];
  'cases.closeBody': [params: BodyStep & { reason: string }, result: Body];
  /** For other rooms: no caller, no policy. */
  'cases.findBody': [params: { id: string }, result: Body | null];
}
