import type { BarrierModel, InterventionType } from '@koppel/process';
import type { Caller } from './caller.ts';
import type { Page, PageQuery } from './paging.ts';
import type { ActionBody } from './process/action-body.schema.ts';
import type { ProcessRecord } from './process/process-record.ts';

/** An intervention as somebody proposes it: one of the catalogue, by one of the partners. */
export interface InterventionDraft {
  /** Its id in the catalogue of the case's reference model. */
  readonly type: string;
  readonly owner: string;
  readonly aim: string;
  readonly reasons: string;
}

/** One barrier of a plan: what can be raised there, and what the partners do about it. */
export interface PlannedBarrier {
  readonly barrierModel: string;
  readonly step: string;
  readonly barrier: string;
  readonly available: readonly InterventionType[];
  readonly interventions: readonly {
    readonly id: string;
    readonly type: string;
    readonly owner: string;
    readonly state: string;
  }[];
}

/** The plan of a case: the barrier models of its reference model, with what is done at each barrier. */
export interface Plan {
  readonly case: string;
  readonly barrierModels: readonly BarrierModel[];
  readonly barriers: readonly PlannedBarrier[];
}

/** What other rooms and the routes may ask about interventions; part of `Actions`. */
export interface InterventionActions {
  'interventions.plan': [params: { caller: Caller; case: string }, result: Plan];
  'interventions.propose': [
    params: { caller: Caller; case: string; revision?: number; draft: InterventionDraft },
    result: ProcessRecord,
  ];
  'interventions.list': [
    params: { caller: Caller; page: PageQuery; case?: string; isOpen?: boolean },
    result: Page<ProcessRecord>,
  ];
  'interventions.get': [params: { caller: Caller; id: string }, result: ProcessRecord];
  'interventions.act': [
    params: { caller: Caller; id: string; revision?: number; action: ActionBody },
    result: ProcessRecord,
  ];
}
