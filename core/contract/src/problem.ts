import { isProblemCode, problemCodes, type ProblemCode } from './problem-codes.ts';

/** One fault in an input: where (a path, never a value) and what is wrong, in a sentence. */
export interface Fault {
  readonly path: string;
  readonly message: string;
  /** The JSON Schema keyword that was broken, where a schema found the fault. */
  readonly rule?: string;
}

/** What a problem may tell besides its code; never personal data. */
export interface ProblemDetails {
  readonly faults?: readonly Fault[];
  readonly paths?: readonly string[];
  readonly retryAfterMs?: number;
  readonly ledgerIndex?: number;
  readonly [name: string]: unknown;
}

export interface ProblemOptions {
  readonly details?: ProblemDetails;
  readonly cause?: unknown;
}

/** The one error of the house. Callers switch on `code`, never on text; `message` and `details` hold no personal data. */
export class KoppelError extends Error {
  override readonly name = 'KoppelError';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, message?: string, options: ProblemOptions = {}) {
    super(message ?? problemCodes[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get status(): number {
    return problemCodes[this.code].status;
  }

  get retryable(): boolean {
    return problemCodes[this.code].retryable;
  }
}

/** An RFC 9457 problem document as it crosses HTTP and the link. */
export interface Problem extends ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
}

export function toProblem(error: KoppelError): Problem {
  const { title, status } = problemCodes[error.code];
  return {
    ...error.details,
    type: `urn:koppel:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
  };
}

/**
 * Restores the error that `toProblem` wrote on the other side; the other side's words are kept, its stack is not
 * known. A code that this side does not know yet becomes `hub.failed`, with the code in `details.unknownCode`.
 */
export function fromProblem(problem: Problem): KoppelError {
  const { type: _type, title: _title, status: _status, detail, code, ...details } = problem;
  if (isProblemCode(code)) return new KoppelError(code, detail, { details });
  return new KoppelError('hub.failed', detail, { details: { ...details, unknownCode: String(code).slice(0, 80) } });
}

/** Translates an unexpected error once, at the edge; what it said stays in `cause` and never reaches a caller. */
export function asKoppelError(error: unknown, fallback: ProblemCode = 'hub.failed'): KoppelError {
  // An adapter without types can throw a code that no table knows.
  const isKnown = error instanceof KoppelError && isProblemCode(error.code);
  return isKnown ? error : new KoppelError(fallback, undefined, { cause: error });
}
