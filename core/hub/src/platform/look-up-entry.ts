import type { Caller, ExchangeContext, LedgerEntryDraft } from './actions.ts';

/** What can be looked up in the log about people, as the entry that it leaves names it. */
export type LookUp = 'ledger.list-disclosures' | 'ledger.list-activities';

/** Under which trace somebody asked. */
export type LookUpContext = Pick<ExchangeContext, 'traceparent'>;

/**
 * The entry that a look-up leaves, one whatever it finds. Not about whom: everybody who may read the log reads it, and would
 * learn who is being looked at. The system that asked finds that in its own log, under the trace.
 */
export const lookUpEntry = (
  { oin, client }: Caller,
  operation: LookUp,
  { traceparent }: LookUpContext,
): LedgerEntryDraft => ({
  type: 'ledger.consulted',
  action: 'consult',
  organisation: { oin, client },
  operation,
  trace: traceparent.slice(3, 35),
});
