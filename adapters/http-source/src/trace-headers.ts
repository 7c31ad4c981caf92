import { isTransaction, readTraceparent, type Question, type TracedCall } from '@koppel/contract';

/** The part of a question that accompanies every call to the source. */
export type Trace = Pick<Question, 'transaction' | 'traceparent' | 'traceCall' | 'signal'>;

/** The headers by which a source's own log can be laid beside the ledger; what has another form is not passed on. */
export function traceHeaders({ transaction, traceparent }: Omit<Trace, 'signal'>): Record<string, string> {
  const known = readTraceparent(traceparent);
  return {
    ...(isTransaction(transaction) && { 'fsc-transaction-id': transaction }),
    ...(known !== undefined && { traceparent: known }),
  };
}

/** Makes one call to the source, as a step of the trace if there is one; the call hands on the trace that it is given. */
export function traceCall<Result>(
  trace: Trace,
  name: string,
  call: (trace: Trace, noteStatus: TracedCall['noteStatus']) => Promise<Result>,
): Promise<Result> {
  if (!trace.traceCall) return call(trace, () => undefined);
  return trace.traceCall(name, ({ traceparent, noteStatus }) => call({ ...trace, traceparent }, noteStatus));
}
