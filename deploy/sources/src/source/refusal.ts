import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** Schemas refuse what does not fit; the framework's default would convert and drop it. */
export const strictSchemas = {
  customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false },
} as const;

export interface RefusalOptions {
  readonly title?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem document. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A source's refusal to answer, as it goes over HTTP; names no person. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, { title, headers = {}, members = {} }: RefusalOptions = {}) {
    super(title ?? STATUS_CODES[status] ?? 'Error');
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.members = members;
  }
}

/** The framework's own refusals (size, content type, schema) without its message, which may quote the body. */
export function toRefusal(error: FastifyError | Refusal): Refusal {
  if (error instanceof Refusal) return error;
  const faults = error.validation?.map(({ instancePath, message }) => ({ path: instancePath, message }));
  if (faults) return new Refusal(400, 'invalid', { members: { faults } });
  const status = error.statusCode ?? 500;
  return new Refusal(status, status === 500 ? 'internal' : 'unacceptable');
}

/** Error handler of the REST sources: an RFC 9457 problem. */
export function sendProblem(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message, headers, members } = toRefusal(error);
  const [instance] = request.url.split('?');
  return reply
    .code(status)
    .headers(headers)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: message, status, instance, code, ...members });
}
