import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { KoppelError, systemClock, type Clock } from '@koppel/contract';
import type { HttpApp } from 'node-red';
import { hooksRoot } from '../node-red/settings.ts';
import { checkBearerToken } from './bearer-token.ts';
import { settleTrace } from './hook-trace.ts';
import { readJsonBody } from './json-body.ts';
import { sendProblem } from './problem-response.ts';
import { RateLimit } from './rate-limit.ts';

export interface HookOptions {
  readonly token: string;
  readonly requestsPerSecond: number;
  /** Node-RED's `httpNode`, where the `http in` nodes of the flows listen. */
  readonly flows: HttpApp;
  /** Whether questions can be asked now. */
  readonly isReady: () => boolean;
  readonly clock?: Clock;
}

/** Longer than the longest deadline of an exchange. */
const answerTimeoutMs = 65_000;
const receiveTimeoutMs = 15_000;

const securityHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** The one way into the flows from outside: health for anybody, `/hooks/…` for who holds the token. */
export function createHookServer(options: HookOptions): Server {
  const rate = new RateLimit(options.requestsPerSecond, options.clock ?? systemClock);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    enter(request, response, { ...options, rate }).catch((error: unknown) => {
      sendProblem(response, error);
      // What was not read of a refused body is of no use to anybody.
      if (!request.complete) response.once('finish', () => request.destroy());
    });
  });
  server.requestTimeout = receiveTimeoutMs;
  server.headersTimeout = receiveTimeoutMs;
  return server;
}

type Doors = HookOptions & { readonly rate: RateLimit };

async function enter(request: IncomingMessage, response: ServerResponse, doors: Doors): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (path === '/health/live') return sendHealth(response, true);
  if (path === '/health/ready') return sendHealth(response, doors.isReady());
  doors.rate.take(request.socket.remoteAddress ?? '');
  checkBearerToken(request, doors.token);
  if (!path.startsWith(`${hooksRoot}/`)) throw new KoppelError('request.not-found');
  settleTrace(request, response);
  const body = await readJsonBody(request);
  passToFlows(Object.assign(request, { body, _body: true }), response, doors.flows);
}

/** Node-RED reads the body no more (`_body`): it was checked on the way in. */
function passToFlows(request: IncomingMessage, response: ServerResponse, flows: HttpApp): void {
  request.url = (request.url ?? '').slice(hooksRoot.length);
  const timer = setTimeout(() => sendProblem(response, new KoppelError('exchange.deadline')), answerTimeoutMs);
  response.once('close', () => clearTimeout(timer));
  flows(request, response, (error) => {
    sendProblem(response, error === undefined || error === null ? new KoppelError('request.not-found') : error);
  });
}

function sendHealth(response: ServerResponse, isWell: boolean): void {
  response.writeHead(isWell ? 200 : 503, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ status: isWell ? 'pass' : 'fail' }));
}
