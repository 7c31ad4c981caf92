import { systemClock, type Clock, type Log } from '@koppel/contract';
import type { ServiceBroker } from 'moleculer';
import type { DataSource } from 'typeorm';
import type { Call } from './actions.ts';
import { createBroker, createCall } from './broker.ts';
import type { HubConfig, RoomName } from './config.schema.ts';
import { connectDatabase, type DatabaseRole } from './data-source.ts';
import { HubEventBus } from './events.ts';
import { createMetrics, type Metrics } from './metrics.ts';
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
  readonly events: HubEventBus;
  readonly broker: ServiceBroker;
  readonly call: Call;
  readonly stops: StopStack;
  /** Opens the pool of a role, once per node. */
  database(role: DatabaseRole): Promise<DataSource>;
  runs(room: RoomName): boolean;
}

const monotonicClock: Clock = { now: () => performance.now() };

export function layGround(config: HubConfig, log: Log, clock: Clock = systemClock): Ground {
  const stops = new StopStack(log);
  const broker = createBroker(config, log);
  const pools = new Map<DatabaseRole, Promise<DataSource>>();
  const openPool = async (role: DatabaseRole): Promise<DataSource> => {
    const dataSource = await connectDatabase(config.database, { role });
    stops.push(`database ${role}`, () => dataSource.destroy());
    return dataSource;
  };
  return {
    config,
    log,
    clock,
    securityClock: monotonicClock,
    metrics: createMetrics(),
    events: new HubEventBus(log),
    broker,
    call: createCall(broker),
    stops,
    database: (role) => {
      const pool = pools.get(role) ?? openPool(role);
      pools.set(role, pool);
      return pool;
    },
    runs: (room) => config.rooms.includes(room),
  };
}
