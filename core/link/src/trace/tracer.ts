import type { Log } from '@koppel/contract';

/** One step of a trace. Nothing that a caller wrote but the transaction (a UUID), nothing about a person and no organisation may be in it: a collector is nobody's party. */
export interface Step {
  /** One of few: a route, an action, an operation. */
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  /** The `traceparent` of the step that this is part of; without it a new trace begins. */
  readonly parent?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** By `performance.now()`, for a step that is told afterwards. */
  readonly startedAt?: number;
}

/** A step under way. */
export interface Span {
  /** To hand on; empty when nobody traces and the step is part of nothing. */
  readonly traceparent: string;
  readonly isRecorded: boolean;
  /** Does work whose own steps are part of this one. */
  run<Result>(work: () => Result): Result;
  note(name: string, value: string | number): void;
  /** Keeps the code of the problem, never its words. */
  fail(error: unknown): void;
  end(): void;
}

export interface Tracer {
  /** The `traceparent` of the step in which this is asked; undefined outside of any, and when nobody traces. */
  readonly current: string | undefined;
  start(step: Step): Span;
  /** Sends what is left, in bounded time. */
  close(): Promise<void>;
}

/** Who tells the spans; `instance` is one of the processes of a service. */
export interface TracedProcess {
  readonly service: string;
  readonly instance: string;
  readonly log: Log;
}

/** The tracer of whoever has no collector: hands on what it was given. */
export const silentTracer: Tracer = {
  current: undefined,
  start: ({ parent = '' }) => ({ ...silentSpan, traceparent: parent }),
  close: async () => undefined,
};

const silentSpan: Omit<Span, 'traceparent'> = {
  isRecorded: false,
  run: (work) => work(),
  note: () => undefined,
  fail: () => undefined,
  end: () => undefined,
};

/** The step lasts as long as the work. */
export async function during<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await span.run(work);
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}
