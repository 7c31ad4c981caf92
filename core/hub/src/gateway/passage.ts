import { headerText, type Fault, type Trace } from '@koppel/contract';
import type { Span, Step, Tracer } from '@koppel/link';
import type { Caller } from '../platform/actions.ts';
import { beginTrace } from '../platform/begin-trace.ts';

/** What the gateway knows of a request on its way to a route. */
export interface Passage {
  readonly trace: Trace;
  /** The whole of the request, as a step of its trace; ends with the response. */
  readonly span: Span;
  /** What is wrong with the request so far, to be told with all other faults. */
  readonly faults: readonly Fault[];
  /** Null until the token was verified, and for good on an anonymous route. */
  caller: Caller | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    passage: Passage | null;
  }
}

export function openPassage(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  tracer: Tracer,
  step: Step,
): Passage {
  const transaction = headerText(headers['fsc-transaction-id']);
  const traceparent = headerText(headers['traceparent']);
  return { ...beginTrace(tracer, step, { transaction, traceparent }), caller: null };
}
