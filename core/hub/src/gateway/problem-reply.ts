import { KoppelError, toProblem, type Log, type ProblemCode, type Trace } from '@koppel/contract';
import type { ResponseHeaders } from './response-headers.ts';

/** What Fastify itself finds wrong with a request, by its code. */
const frameworkCodes: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed',
  FST_ERR_BAD_URL: 'request.not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'request.not-found',
  FST_ERR_NOT_FOUND: 'request.not-found',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
  HPE_HEADER_OVERFLOW: 'request.too-large',
};

/** A response as it goes out, whoever writes it. */
export interface ProblemReply {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: string;
}

const waitMs = 1000;

/** The RFC 9457 answer to any error; of an error that is not ours, only that it happened. */
export function problemReply(error: unknown): ProblemReply {
  const known = translate(error);
  return {
    status: known.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...extraHeaders(known) },
    body: JSON.stringify(toProblem(known)),
  };
}

/** The answer to a connection that failed before it was a request; nothing else can be wrong there than what arrived. */
export function connectionProblem(error: unknown): ProblemReply {
  const isKnown = Object.hasOwn(frameworkCodes, codeOf(error));
  return problemReply(isKnown ? error : new KoppelError('request.malformed', 'What arrived is not an HTTP request'));
}

/** Any error as one of ours; one that nobody foresaw is `hub.failed`. */
export function translate(error: unknown): KoppelError {
  if (error instanceof KoppelError) return error;
  const text = codeOf(error);
  const code = Object.hasOwn(frameworkCodes, text) ? frameworkCodes[text] : undefined;
  return code === undefined ? new KoppelError('hub.failed', undefined, { cause: error }) : new KoppelError(code);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function extraHeaders({ code, status, details, retryable }: KoppelError): Record<string, string> {
  const headers: Record<string, string> = {};
  const retryAfterMs = details.retryAfterMs ?? (retryable && status !== 409 ? waitMs : undefined);
  if (retryAfterMs !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  if (status === 401 || code === 'token.insufficient-scope')
    headers['www-authenticate'] = challengeOf(code, details['scope']);
  if (Array.isArray(details['allow'])) headers['allow'] = details['allow'].join(', ');
  return headers;
}

/** RFC 6750 section 3: a request without a token is told nothing but the scheme. */
function challengeOf(code: ProblemCode, scope: unknown): string {
  if (code === 'token.missing' || code.startsWith('client.')) return 'Bearer realm="koppel"';
  if (code === 'token.insufficient-scope')
    return `Bearer realm="koppel", error="insufficient_scope", scope="${String(scope)}"`;
  return 'Bearer realm="koppel", error="invalid_token"';
}

/** Where a failure happened, without anything the request said. */
export interface Place extends Partial<Trace> {
  readonly route?: string;
}

/** Logs what the hub or its partners did wrong, once; what a caller did wrong is for the caller alone. */
export function logFailure(log: Log, error: unknown, place: Place): void {
  const { code, status, cause } = translate(error);
  if (status < 500) return;
  const fields = { ...place, code, status, ...(cause === undefined ? {} : { cause: outlineOf(cause) }) };
  if (code === 'hub.failed') log.error(fields, 'a request failed');
  else log.warn(fields, 'a request could not be answered');
}

/** Kind and place of an unexpected error. Its message may quote a value (a database names the key that exists), so it stays out. */
function outlineOf(cause: unknown): object {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { name: cause.name, code: codeOf(cause), at: frames.slice(0, 10).map((line) => line.trim()) };
}
