import type { Attendee } from '@koppel/process';
import type { Board, BoardQuery } from './board.schema.ts';
import type { Caller } from './caller.ts';
import type {
  AgendaDraft,
  AgendaItem,
  Attendance,
  ConferenceDecision,
  ConferenceDraft,
  ConferenceQuery,
} from './conference.schema.ts';
import type { Page } from './paging.ts';
import type { ProcessRecord } from './process/process-record.ts';

/** Something that a person does to a meeting. */
export interface ConferenceStep {
  readonly caller: Caller;
  readonly id: string;
  /** The version the person saw; a later one is a conflict. */
  readonly revision?: number;
}

/** A meeting with that part of its agenda that the viewer may know of. */
export interface ConferenceWithAgenda extends ProcessRecord {
  readonly agenda: readonly AgendaItem[];
}

/** What other rooms and the routes may ask about conferences; part of `Actions`. */
export interface ConferenceActions {
  'cases.conveneConference': [params: { caller: Caller; body: string; draft: ConferenceDraft }, result: ProcessRecord];
  'cases.listConferences': [
    params: { caller: Caller; body: string; query: ConferenceQuery },
    result: Page<ProcessRecord>,
  ];
  'cases.boardOf': [params: { caller: Caller; body: string; query: BoardQuery }, result: Board];
  'cases.getConference': [params: { caller: Caller; id: string }, result: ConferenceWithAgenda];
  'cases.recordAttendance': [params: ConferenceStep & { attendance: Attendance }, result: ProcessRecord];
  'cases.closeConference': [params: ConferenceStep & { reasons: string }, result: ProcessRecord];
  /** The version is that of the signal or case: the agenda is part of it. */
  'cases.addToAgenda': [params: ConferenceStep & { draft: AgendaDraft }, result: AgendaItem];
  'cases.decideInConference': [params: ConferenceStep & { decision: ConferenceDecision }, result: AgendaItem];
  /**
   * For other rooms: who of the partners joined to a signal or case was at a meeting where it was on the agenda.
   * `request.invalid` when there was no such meeting of its body.
   */
  'cases.attendanceOf': [
    params: { conference: string; root: string; collaboration: string },
    result: readonly Attendee[],
  ];
}
