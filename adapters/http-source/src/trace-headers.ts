import { isTransaction, readTraceparent, type Question } from '@koppel/contract';

/** The part of a question that accompanies every call to the source. */
export type Trace = Pick<Question, 'transaction' | 'traceparent' | 'signal'>;

/** The headers by which a source's own log can be laid beside the ledger; what has another form is not passed on. */
export function traceHeaders({ transaction, traceparent }: Omit<Trace, 'signal'>): Record<string, string> {
  const known = readTraceparent(traceparent);
  return {
    ...(isTransaction(transaction) && { 'fsc-transaction-id': transaction }),
    ...(known !== undefined && { traceparent: known }),
  };
}
