import { traceIdOf, type Trace } from '@koppel/contract';
import type { Caller, LedgerEntryDraft } from './actions.ts';

/** What can be looked up in the log about people, as the entry that it leaves names it. */
export type LookUp = 'ledger.list-disclosures' | 'ledger.list-activities';

/**
 * The entry that a look-up leaves, one whatever it finds. Not about whom: everybody who may read the log reads it, and would
 * learn who is being looked at. The system that asked finds that in its own log, under the trace.
 */
export const lookUpEntry = (
  { oin, client }: Caller,
  operation: LookUp,
  { traceparent }: Pick<Trace, 'traceparent'>,
): LedgerEntryDraft => ({
  type: 'ledger.consulted',
  action: 'consult',
  organisation: { oin, client },
  operation,
  trace: traceIdOf(traceparent),
});
