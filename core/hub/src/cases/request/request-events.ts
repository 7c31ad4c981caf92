import { problemCodes, type ExchangeAgreement, type ExchangeReply, type KoppelError } from '@koppel/contract';
import type { InformationRequestDraft } from '../../platform/information-request.schema.ts';
import type { EventDraft, JsonObject } from '../../platform/process/process-event.ts';
import type { OpenedFacts, ProcessRecord, TransitionedFacts } from '../../platform/process/process-record.ts';
import type { Asking } from './need.ts';

/** What can come of a question; `unknown` when the hub fell before it could write down what came. */
export type OutcomeState = 'answered' | 'refused' | 'failed' | 'unknown';

/** A question that is about to leave. */
export interface Question {
  readonly root: ProcessRecord;
  readonly draft: InformationRequestDraft;
  readonly asking: Asking;
  readonly agreement: ExchangeAgreement;
}

/** What is asked of whom stays readable for good; about whom and why is sealed. */
export function askedEvent({ root, draft, asking: { need, step }, agreement }: Question): EventDraft {
  const { collaboration, theme, region, body, model } = root;
  const opened: OpenedFacts = {
    collaboration,
    theme,
    region,
    body,
    model,
    state: 'asked',
    isOpen: true,
    participants: [],
    owner: agreement.provider,
    role: null,
    dueAt: null,
    court: 'owner',
  };
  const { id, version, operation, mode } = agreement;
  const { part } = draft;
  const facts = {
    ...opened,
    need: need.id,
    step,
    ...(part === undefined ? {} : { part }),
    agreement: { id, version },
    operation,
    mode,
  };
  return {
    type: 'opened',
    facts: facts as unknown as JsonObject,
    content: { operation, mode, agreement: { id, version }, question: draft as JsonObject },
  };
}

interface Outcome {
  readonly state: OutcomeState;
  readonly facts: JsonObject;
  readonly content?: JsonObject;
}

/** The end of a question. */
export function outcomeEvent(question: ProcessRecord, { state, facts, content }: Outcome): EventDraft {
  const transitioned: TransitionedFacts = {
    action: state,
    step: 'information-request',
    from: question.state,
    to: state,
    isOpen: false,
    dueAt: null,
    court: 'nobody',
  };
  return {
    type: 'transitioned',
    facts: { ...(transitioned as unknown as JsonObject), outcome: facts },
    ...(content === undefined ? {} : { content }),
  };
}

export const answeredOutcome = (
  { exchange, mode, ledger }: ExchangeReply,
  { item, responseMs }: { item: string; responseMs: number },
): Outcome => ({ state: 'answered', facts: { exchange, mode, item, responseMs, ledger } });

/** A no of the hub or of the source is `refused`; whatever may go better another time is `failed`. */
export function problemOutcome({ code, details }: KoppelError, responseMs: number): Outcome {
  const state = problemCodes[code].status < 500 ? 'refused' : 'failed';
  const { ledgerIndex, faults } = details;
  return {
    state,
    facts: { code, responseMs, ...(ledgerIndex === undefined ? {} : { ledgerIndex }) },
    ...(faults === undefined ? {} : { content: { faults: faults.map((fault) => ({ ...fault })) } }),
  };
}
