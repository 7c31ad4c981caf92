import type { Question } from '@koppel/contract';

/** The part of a question that accompanies every call to the source. */
export type Trace = Pick<Question, 'transaction' | 'traceparent' | 'signal'>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const w3cTraceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The headers by which a source's own log can be laid beside the ledger; what has another form is not passed on. */
export function traceHeaders({ transaction, traceparent }: Omit<Trace, 'signal'>): Record<string, string> {
  return {
    ...(uuid.test(transaction) && { 'fsc-transaction-id': transaction }),
    ...(w3cTraceparent.test(traceparent) && { traceparent }),
  };
}
