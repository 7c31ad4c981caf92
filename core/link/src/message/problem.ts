import { KoppelError, fromProblem, isProblemCode, toProblem, type Problem, type ProblemCode } from '@koppel/contract';
import { linkLimits } from '../limits.ts';
import type { ReceivedMessage, WireMessage } from '../wire/wire.ts';
import { parseBody } from './body.ts';
import { headerNames, headerOf } from './header-names.ts';

export function encodeProblem(error: KoppelError): WireMessage {
  return {
    body: problemBody(error),
    headers: { [headerNames.errorCode]: String(error.status), [headerNames.error]: error.code },
  };
}

function problemBody(error: KoppelError): Buffer {
  try {
    return Buffer.from(JSON.stringify(toProblem(error)));
  } catch {
    // Details that JSON cannot hold must not cost the answer.
    return Buffer.from(JSON.stringify(toProblem(new KoppelError(error.code))));
  }
}

export const isProblem = (message: ReceivedMessage): boolean => headerOf(message.headers, 'errorCode') !== '';

/** The hub's problem as the error it was; the hub's words are kept. */
export function decodeHubProblem(message: ReceivedMessage): KoppelError {
  return fromProblem(parseBody(message.body, linkLimits.maxReply) as Problem);
}

/** What an adapter can know; an adapter that names another code speaks of things in which it has no say. */
export const adapterCodes: ReadonlySet<ProblemCode> = new Set([
  'source.failed',
  'source.refused',
  'source.rate-limited',
  'adapter.failed',
  'operation.unknown',
  'request.invalid',
  'reply.too-large',
  'reply.unsigned',
  'exchange.deadline',
] satisfies ProblemCode[]);

const longestRetryAfterMs = 3_600_000;

/** An adapter's problem, of which only the code and the time to wait are kept: its words may repeat what the source said about a person. */
export function decodeAdapterProblem(message: ReceivedMessage): KoppelError {
  const { code, retryAfterMs } = adapterProblem(message.body);
  if (!isProblemCode(code) || !adapterCodes.has(code)) return new KoppelError('adapter.failed');
  const isWait = typeof retryAfterMs === 'number' && retryAfterMs >= 0 && retryAfterMs <= longestRetryAfterMs;
  return new KoppelError(code, undefined, isWait ? { details: { retryAfterMs: Math.round(retryAfterMs) } } : {});
}

function adapterProblem(body: Uint8Array): { readonly code?: unknown; readonly retryAfterMs?: unknown } {
  try {
    return parseBody(body, linkLimits.maxReply);
  } catch {
    return {};
  }
}
