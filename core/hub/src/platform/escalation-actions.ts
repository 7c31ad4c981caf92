import type { Caller } from './caller.ts';
import type { EscalationDecision, EscalationDraft, EscalationPassage, EscalationQuery } from './escalation.schema.ts';
import type { Page } from './paging.ts';
import type { ProcessRecord } from './process/process-record.ts';

/** Something that a person does about a question of a lower level. */
export interface EscalationStep {
  readonly caller: Caller;
  readonly id: string;
  /** The version the person saw; a later one is a conflict. */
  readonly revision?: number;
}

/** What other rooms and the routes may ask about escalations; part of `Actions`. */
export interface EscalationActions {
  /** Answers the case: whoever asks need not belong to the body that is asked. */
  'cases.escalate': [
    params: { caller: Caller; case: string; draft: EscalationDraft; revision?: number },
    result: { readonly escalation: string; readonly record: ProcessRecord },
  ];
  'cases.listEscalations': [params: { caller: Caller; query: EscalationQuery }, result: Page<ProcessRecord>];
  'cases.getEscalation': [params: { caller: Caller; id: string }, result: ProcessRecord];
  'cases.decideEscalation': [params: EscalationStep & { decision: EscalationDecision }, result: ProcessRecord];
  'cases.passOnEscalation': [params: EscalationStep & { passage: EscalationPassage }, result: ProcessRecord];
}
