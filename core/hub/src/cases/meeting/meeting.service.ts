import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ActionMap } from '../cases.service.ts';
import { Agenda } from './agenda.ts';
import { Bodies } from './bodies.ts';
import { boardOf } from './board.ts';
import { createBodyActions } from './body.service.ts';
import { Conferences } from './conferences.ts';

/** Everything that the room answers about meetings. */
export function createMeetingActions(tools: ProcessTools): ActionMap {
  const conferences = new Conferences(tools);
  const agenda = new Agenda(tools);
  return {
    ...createBodyActions(new Bodies(tools)),
    boardOf: ({ params }: Context<ParamsOf<'cases.boardOf'>>) => boardOf(tools, params),
    conveneConference: ({ params }: Context<ParamsOf<'cases.conveneConference'>>) => conferences.convene(params),
    listConferences: ({ params }: Context<ParamsOf<'cases.listConferences'>>) => conferences.list(params),
    getConference: ({ params }: Context<ParamsOf<'cases.getConference'>>) => conferences.get(params),
    recordAttendance: ({ params }: Context<ParamsOf<'cases.recordAttendance'>>) => conferences.recordAttendance(params),
    closeConference: ({ params }: Context<ParamsOf<'cases.closeConference'>>) => conferences.close(params),
    addToAgenda: ({ params }: Context<ParamsOf<'cases.addToAgenda'>>) => agenda.add(params),
    decideInConference: ({ params }: Context<ParamsOf<'cases.decideInConference'>>) => agenda.decide(params),
    attendanceOf: ({ params }: Context<ParamsOf<'cases.attendanceOf'>>) => agenda.attendanceOf(params),
  };
}
