import { createTraceparent, readTraceparent, readTransaction, type readTrace } from '@koppel/contract';
import type { Span, Step, Tracer } from '@koppel/link';

/** The headers of a request as they arrived; undefined for one that did not. */
interface TraceHeaders {
  readonly transaction: string | undefined;
  readonly traceparent: string | undefined;
}

/** Reads the trace of a request where it enters the house, and begins its first step there. */
export function beginTrace(
  tracer: Tracer,
  step: Step,
  { transaction, traceparent }: TraceHeaders,
): ReturnType<typeof readTrace> & { readonly span: Span } {
  const parent = readTraceparent(traceparent);
  const span = tracer.start({ ...step, parent });
  const { transaction: settled, faults } = readTransaction(transaction);
  span.note('koppel.transaction', settled);
  const own = span.traceparent === '' ? createTraceparent() : span.traceparent;
  return { trace: { transaction: settled, traceparent: parent ?? own }, faults, span };
}
