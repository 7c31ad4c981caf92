import { asKoppelError, problemCodes, type ProblemCode, type ProblemDetails } from '@koppel/contract';

/**
 * What a flow sees of a failure. Its words come from the house's own table and never from the other side, because
 * Node-RED writes uncaught errors to its log. `code` is an own property: that is what Node-RED copies to `msg.error`.
 */
export class ExchangeFailure extends Error {
  override readonly name = 'ExchangeFailure';
  readonly code: ProblemCode;
  readonly retryable: boolean;
  readonly details: ProblemDetails;

  constructor(error: unknown) {
    const { code, retryable, details } = asKoppelError(error);
    super(problemCodes[code].title);
    this.code = code;
    this.retryable = retryable;
    this.details = publicDetails(details);
  }

  override toString(): string {
    return `${this.code}: ${this.message}`;
  }
}

function publicDetails({ faults, paths, retryAfterMs, ledgerIndex }: ProblemDetails): ProblemDetails {
  return {
    ...(faults && { faults }),
    ...(paths && { paths }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(ledgerIndex !== undefined && { ledgerIndex }),
  };
}
