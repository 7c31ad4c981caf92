import type { Trace } from '@koppel/contract';
import type { Caller } from './caller.ts';
import type { LoggedEntry } from './logged-entry.ts';
import type { Page, PageQuery } from './paging.ts';
import type { ProcessingActivity } from './processing.schema.ts';

/** One exchange as the log holds it. */
export interface LoggedExchange {
  /** `request.disclosed` or `request.refused`. */
  readonly question: LoggedEntry;
  /** `reply.*` in their order: none yet, one, or a late one after a failure. */
  readonly answers: readonly LoggedEntry[];
}

/** Which exchanges somebody wants to see, and where the page begins. */
export interface ProcessingQuery extends PageQuery {
  /** Instants (ISO 8601) of the question, from the first and up to but not including the second. */
  readonly since?: string;
  readonly until?: string;
  readonly agreement?: string;
  readonly operation?: string;
}

export interface ProcessingActions {
  /**
   * For a room that makes records of exchanges: those whose question stands from `from` on, in the order of the log, at most
   * `limit`. Go on at `next`; it stays at `from` while there is nothing more. One answer looks through a bounded number of
   * entries, so it may hold fewer than `limit`, or none, before the end.
   */
  'ledger.exchanges': [
    params: { from: number; limit: number },
    result: { readonly exchanges: readonly LoggedExchange[]; readonly next: number },
  ];
  /** The index of the first entry at or after an instant (ISO 8601), or the size of the log. */
  'ledger.indexAt': [params: { at: string }, result: number];
  'privacy.processingActivities': [
    params: { caller: Caller; query: ProcessingQuery; context: Pick<Trace, 'traceparent'> },
    result: Page<ProcessingActivity>,
  ];
}
