import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { defaultJsonLimits } from '@koppel/contract';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { addBodyParsers } from './body-parsers.ts';
import { connectionProblem, problemReply } from './problem-reply.ts';
import type { ResponseHeaders } from './response-headers.ts';

/** What a connection may take; a client that sends its request byte by byte is cut off within a second after these. */
export interface ServerBounds {
  readonly headersTimeoutMs: number;
  /** For the whole request to arrive. */
  readonly requestTimeoutMs: number;
  /** Longer than the longest exchange, or a waiting caller would be cut off. */
  readonly idleTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly maxHeaderBytes: number;
  readonly checkEveryMs: number;
}

export const defaultBounds: ServerBounds = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  idleTimeoutMs: 75_000,
  keepAliveMs: 65_000,
  maxHeaderBytes: 16 * 1024,
  checkEveryMs: 1_000,
};

interface ServerOptions {
  readonly bounds: ServerBounds;
  readonly headers: ResponseHeaders;
  /** Proxies whose `X-Forwarded-For` counts; nobody's by default. */
  readonly trustedProxies: readonly string[];
}

/** A bare server: bounds, body parsers, and problems for what never reaches a route. It logs nothing by itself. */
export function createServer({ bounds, headers, trustedProxies }: ServerOptions): FastifyInstance {
  const server = fastify({
    logger: false,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: defaultJsonLimits.maxBytes,
    connectionTimeout: bounds.idleTimeoutMs,
    requestTimeout: bounds.requestTimeoutMs,
    keepAliveTimeout: bounds.keepAliveMs,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 128 },
    http: {
      headersTimeout: bounds.headersTimeoutMs,
      connectionsCheckingInterval: bounds.checkEveryMs,
      maxHeaderSize: bounds.maxHeaderBytes,
      // Node keeps the first of two Authorization headers; joined they are no token at all, and refused.
      joinDuplicateHeaders: true,
    },
    frameworkErrors: (error, _request, reply) => sendProblem(reply, error, headers),
    clientErrorHandler: (error, socket) => writeProblem(socket, error, headers),
  });
  addBodyParsers(server);
  // Node would answer an unknown `Expect` itself, past every rule of this door: it is let be (RFC 9110 section 10.1.1).
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));
  return server;
}

export function sendProblem(reply: FastifyReply, error: unknown, headers: ResponseHeaders): void {
  const problem = problemReply(error);
  void reply.code(problem.status).headers(headers).headers(problem.headers).send(problem.body);
}

type ConnectionError = Error & { readonly code?: string };

/** Answers what is not HTTP, or came too slowly, on the socket itself, and hangs up. */
function writeProblem(socket: Socket, error: ConnectionError, headers: ResponseHeaders): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = connectionProblem(error);
  const all = {
    ...headers,
    ...problem.headers,
    'content-length': String(Buffer.byteLength(problem.body)),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...lines, '', problem.body].join('\r\n'));
}
