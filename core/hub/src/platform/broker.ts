import { readFileSync } from 'node:fs';
import { fromProblem, isProblemCode, KoppelError, toProblem, type Log, type Problem } from '@koppel/contract';
import { heartbeat, silentTracer, type Tracer } from '@koppel/link';
import { Errors, ServiceBroker, type BrokerOptions, type TransporterConfig } from 'moleculer';
import { credsAuthenticator } from 'nats';
import type { ActionName, Call, ParamsOf } from './actions.ts';
import type { HubConfig } from './config.schema.ts';
import { isDatabaseOutage } from './data-source.ts';
import { largePackets } from './large-packets.ts';
import { traceRooms, type CallMeta } from './trace-rooms.ts';

/** Carries a `KoppelError` to another node and back as the problem it is. */
class ProblemRegenerator extends Errors.Regenerator {
  override extractPlainError(error: Errors.PlainMoleculerError, payload: object): Errors.PlainMoleculerError {
    const plain = super.extractPlainError(error, payload);
    return error instanceof KoppelError ? { ...plain, data: toProblem(error), stack: '' } : plain;
  }

  // Not `restoreCustomError`: what comes after it writes to fields that a `KoppelError` derives from its code.
  override restore(plain: Errors.PlainMoleculerError, payload: object): Error {
    const problem = plain.data as Problem | undefined;
    const isOurs = plain.name === 'KoppelError' && isProblemCode(problem?.code);
    return isOurs ? fromProblem(problem) : super.restore(plain, payload);
  }
}

/** One node of the hub's own cluster. Only hub nodes share a namespace: Moleculer trusts every node in it. */
export function createBroker(
  config: Pick<HubConfig, 'nodeId' | 'bus'>,
  log: Log,
  tracer: Tracer = silentTracer,
): ServiceBroker {
  return new ServiceBroker({
    nodeID: config.nodeId,
    namespace: 'koppel',
    logger: false,
    transporter: transporterOf(config.bus),
    middlewares: [largePackets(log), ...(tracer === silentTracer ? [] : [traceRooms(tracer)])],
    errorRegenerator: new ProblemRegenerator(),
    requestTimeout: 70_000,
    contextParamsCloning: false,
    maxCallLevel: 10,
    heartbeatInterval: 2,
    heartbeatTimeout: 6,
    registry: { preferLocal: true, strategy: 'RoundRobin' },
    errorHandler: (error, info) => {
      // Nobody waits for a listener, and a rejection that nobody takes would end the process.
      if ('event' in info) log.error({ reason: error.name }, 'a listener failed');
      else throw isDatabaseOutage(error) ? new KoppelError('hub.unavailable', undefined, { cause: error }) : error;
    },
    started: () => log.info({}, 'broker started'),
    skipProcessEventRegistration: true,
  } satisfies BrokerOptions);
}

function transporterOf(bus: HubConfig['bus']): TransporterConfig | null {
  if (bus.kind === 'memory') return null;
  const authenticator = credsAuthenticator(readFileSync(bus.credentialsFile));
  // Asked for encryption, the client refuses a server that offers none.
  const tls = bus.url.startsWith('tls:') ? { tls: {} } : {};
  // A greeting that got lost is asked for again soon, as on the link; the library would wait for twenty seconds.
  const patience = { timeout: 3_000, maxReconnectAttempts: -1, reconnectTimeWait: 250, ...heartbeat };
  return { type: 'NATS', options: { url: bus.url, authenticator, ...patience, ...tls } };
}

/** Moleculer keeps the connection here, and takes it for connected until it is closed for good. */
interface Transporter {
  readonly client?: { rtt(): Promise<number> } | null;
}

/** Whether the message server between the nodes answers this one. @throws when the connection is down. */
export async function isOnBus({ transit }: ServiceBroker): Promise<boolean> {
  const { client } = (transit?.tx ?? {}) as Transporter;
  return client ? (await client.rtt()) >= 0 : false;
}

/** The typed telephone over a broker; a room that nobody runs is `hub.unavailable`. */
export function createCall(broker: ServiceBroker, tracer: Tracer = silentTracer): Call {
  return async <Name extends ActionName>(name: Name, params: ParamsOf<Name>) => {
    const { current: traceparent } = tracer;
    try {
      if (traceparent === undefined) return await broker.call<never, ParamsOf<Name>>(name, params);
      return await broker.call<never, ParamsOf<Name>>(name, params, { meta: { traceparent } satisfies CallMeta });
    } catch (error) {
      throw isUnreachable(error) ? new KoppelError('hub.unavailable', undefined, { cause: error }) : error;
    }
  };
}

const unreachable = new Set([
  'ServiceNotFoundError',
  'ServiceNotAvailableError',
  'RequestTimeoutError',
  'RequestRejectedError',
]);

const isUnreachable = (error: unknown): boolean => error instanceof Error && unreachable.has(error.name);
