import type { Question } from '@koppel/contract';
import { during, type Span, type Tracer } from './tracer.ts';

/** What a handler gets with its question to show its calls to the source; nothing when the question is not recorded. */
export function traceCallOf(tracer: Tracer, { isRecorded, traceparent }: Span): Pick<Question, 'traceCall'> {
  if (!isRecorded) return {};
  return {
    traceCall: (name, call) => {
      const span = tracer.start({ name, kind: 'client', parent: traceparent });
      const noteStatus = (status: number): void => span.note('http.response.status_code', status);
      return during(span, () => call({ traceparent: span.traceparent, noteStatus }));
    },
  };
}
