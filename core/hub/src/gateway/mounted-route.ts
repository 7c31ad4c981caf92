import { Readable } from 'node:stream';
import { KoppelError } from '@koppel/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '../platform/actions.ts';
import type { MediaType, Route, RouteReply } from '../platform/route.ts';
import type { Admission } from './admission.ts';
import { RequestReader } from './request-reader.ts';

interface MountedRouteParts {
  readonly call: Call;
  readonly admission: Admission;
  /** Hears of a stream that breaks off: its response has begun, so the caller only sees it end too early. */
  readonly onBrokenStream: (error: Error, request: FastifyRequest) => void;
}

/** Lets one route answer requests that were admitted. Everything that depends on the route alone is computed here, once. */
export class MountedRoute {
  readonly #route: Route;
  readonly #reader: RequestReader;
  readonly #parts: MountedRouteParts;

  constructor(route: Route, parts: MountedRouteParts) {
    this.#route = route;
    this.#reader = new RequestReader(route);
    this.#parts = parts;
  }

  /** Fastify sends what this returns; null is a response without a body. */
  readonly answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string | Buffer | Readable | FastifyReply | null> => {
    const { admission } = this.#parts;
    // Others may have come in while the body arrived.
    return admission.isFull ? admission.turnAway(reply) : this.#answer(request, reply);
  };

  async #answer(request: FastifyRequest, reply: FastifyReply): Promise<string | Buffer | Readable | null> {
    const { admission, onBrokenStream } = this.#parts;
    const answer = await admission.inFlight(() => this.#perform(request));
    const description = this.#route.responses[answer.status];
    if (description === undefined) throw new TypeError(`${this.#route.operationId} answered ${answer.status}`);
    reply.code(answer.status);
    if (answer.headers) reply.headers(answer.headers);
    if (admission.isDraining) reply.header('connection', 'close');
    if (description.body === undefined) return null;
    const mediaType = description.body.mediaType ?? 'application/json';
    reply.header('content-type', `${mediaType}; charset=utf-8`);
    if (mediaType !== 'application/x-ndjson') return encode(answer, mediaType);
    if (request.method === 'HEAD') return null;
    return Readable.from(answer.body as AsyncIterable<string>).once('error', (error) => onBrokenStream(error, request));
  }

  #perform(request: FastifyRequest): Promise<RouteReply> {
    const { passage } = request;
    if (passage === null) throw new KoppelError('hub.failed');
    const { params, query, headers, body } = this.#reader.read(request, passage.faults);
    const { caller, trace, span } = passage;
    const { call } = this.#parts;
    // Reading a body loses the way that asynchronous work came; from here it goes on.
    return span.run(() => this.#route.perform({ caller, params, query, headers, body, context: trace, call }));
  }
}

function encode({ body }: RouteReply, mediaType: MediaType): string | Buffer {
  if (Buffer.isBuffer(body)) return body;
  return mediaType === 'application/json' ? JSON.stringify(body) : String(body);
}
