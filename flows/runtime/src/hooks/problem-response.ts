import type { ServerResponse } from 'node:http';
import { asKoppelError, toProblem } from '@koppel/contract';

/** Answers with an RFC 9457 problem, unless an answer has begun. */
export function sendProblem(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return;
  const problem = toProblem(asKoppelError(error));
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (problem.retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(problem.retryAfterMs / 1000));
  response.writeHead(problem.status, { 'Content-Type': 'application/problem+json' });
  response.end(JSON.stringify(problem));
}
