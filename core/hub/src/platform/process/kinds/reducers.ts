import type { StreamKind } from '../process-event.ts';
import type { Reducer } from '../process-record.ts';
import { reduceAgenda } from './agenda.ts';
import { reduceCase } from './case.ts';
import { reduceConference } from './conference.ts';
import { reduceConsultation } from './consultation.ts';
import { reduceEscalated } from './escalated.ts';
import { reduceEscalation } from './escalation.ts';
import { reduceInformationRequest } from './information-request.ts';
import { reduceIntervention } from './intervention.ts';
import { reduceSignal } from './signal.ts';
import { reduceTask } from './task.ts';

/** What several parts of the house tell about the same stream. */
function inTurn(...parts: readonly Reducer[]): Reducer {
  return (content, event, record) => parts.reduce((made, part) => part(made, event, record), content);
}

/** What each kind makes of its events; one table, so that any room that writes a stream folds it in the same way. */
export const reducers: Readonly<Record<StreamKind, Reducer>> = {
  signal: inTurn(reduceSignal, reduceAgenda),
  case: inTurn(reduceCase, reduceAgenda, reduceEscalated),
  task: reduceTask,
  intervention: reduceIntervention,
  'information-request': reduceInformationRequest,
  consultation: reduceConsultation,
  conference: reduceConference,
  escalation: reduceEscalation,
};
