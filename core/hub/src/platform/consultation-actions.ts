import type { Caller } from './caller.ts';
import type { ConsultationAnswer, ConsultationDraft, ConsultationQuery } from './consultation.schema.ts';
import type { RootRef } from './item-actions.ts';
import type { Page, PageQuery } from './paging.ts';
import type { ProcessRecord } from './process/process-record.ts';

/** What other rooms and the routes may ask about consultations; part of `Actions`. */
export interface ConsultationActions {
  /** Puts a question to everybody who is consulted in a step: one consultation for each role at each organisation. */
  'cases.consult': [
    params: RootRef & { draft: ConsultationDraft; revision?: number },
    result: readonly ProcessRecord[],
  ];
  'cases.listConsultations': [params: { caller: Caller; query: ConsultationQuery }, result: Page<ProcessRecord>];
  'cases.listConsultationsOf': [params: RootRef & { page: PageQuery }, result: Page<ProcessRecord>];
  'cases.getConsultation': [params: { caller: Caller; id: string }, result: ProcessRecord];
  'cases.answerConsultation': [
    params: { caller: Caller; id: string; answer: ConsultationAnswer; revision?: number },
    result: ProcessRecord,
  ];
}
