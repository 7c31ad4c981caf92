import { systemClock, type Clock, type Log } from '@koppel/contract';
import { openTracer, type Tracer } from '@koppel/link';
import type { ServiceBroker } from 'moleculer';
import type { DataSource } from 'typeorm';
import type { Call } from './actions.ts';
import { createBroker, createCall } from './broker.ts';
import type { HubConfig, RoomName } from './config.schema.ts';
import { watchCredentials } from './credential-expiry.ts';
import type { DatabaseRole } from './database-connection.ts';
import { HubEventBus } from './events.ts';
import { watchMachine } from './machine-metrics.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { Pools } from './pools.ts';
import type { KeyRing } from './keys/key-ring.ts';
import { openKeyRing } from './keys/open-key-ring.ts';
import { SecurityLog } from './security-log.ts';
import { StopStack } from './stop-stack.ts';

/** What every room of this node stands on. */
export interface Ground {
  readonly config: HubConfig;
  readonly log: Log;
  /** The domain clock: what entries and validity go by. */
  readonly clock: Clock;
  /** The security clock: monotonic, for leases; cannot be simulated or set back. */
  readonly securityClock: Clock;
  readonly metrics: Metrics;
  readonly security: SecurityLog;
  readonly events: HubEventBus;
  /** Silent unless the configuration names a collector. */
  readonly tracer: Tracer;
  readonly broker: ServiceBroker;
  readonly call: Call;
  readonly stops: StopStack;
  /** Opens the pool of a role, once per node. */
  database(role: DatabaseRole): Promise<DataSource>;
  /** The hub's own keys, opened once per node. @throws KoppelError `config.invalid` when they are not as they were. */
  keys(): Promise<KeyRing>;
  runs(room: RoomName): boolean;
}

const monotonicClock: Clock = { now: () => performance.now() };

export async function layGround(config: HubConfig, log: Log, clock: Clock = systemClock): Promise<Ground> {
  const stops = new StopStack(log);
  const tracer = await openTracer(config.traces, { service: 'koppel-hub', instance: config.nodeId, log });
  stops.push('traces', () => tracer.close());
  const broker = createBroker(config, log, tracer);
  const metrics = createMetrics();
  watchCredentials(config, metrics);
  stops.push('measuring', watchMachine(metrics.registry, config.home));
  const security = new SecurityLog({ log, metrics });
  stops.push('security log', () => security.flush());
  const pools = new Pools(config.database, stops, metrics);
  let ring: Promise<KeyRing> | undefined;
  const openRing = async (): Promise<KeyRing> => {
    const { home, lostKeys } = config;
    const opened = await openKeyRing(home, await pools.get('app'), { log, ...(lostKeys ? { lostKeys } : {}) });
    stops.push('keys', () => opened.close());
    return opened;
  };
  return {
    config,
    log,
    clock,
    securityClock: monotonicClock,
    metrics,
    security,
    events: new HubEventBus(log),
    tracer,
    broker,
    call: createCall(broker, tracer),
    stops,
    database: (role) => pools.get(role),
    keys: () => (ring ??= openRing()),
    runs: (room) => config.rooms.includes(room),
  };
}
