import type { DataSource } from 'typeorm';
import type { DatabaseConfig } from './config.schema.ts';
import { connectDatabase, countConnections } from './data-source.ts';
import type { DatabaseRole } from './database-connection.ts';
import type { Metrics, PoolCount } from './metrics.ts';
import type { StopStack } from './stop-stack.ts';

/** One pool per role, opened when it is first asked for, counted while it is open, and closed with the node. */
export class Pools {
  readonly #config: DatabaseConfig;
  readonly #stops: StopStack;
  readonly #open = new Map<DatabaseRole, Promise<DataSource>>();
  readonly #counts: (() => PoolCount)[] = [];

  constructor(config: DatabaseConfig, stops: StopStack, metrics: Metrics) {
    this.#config = config;
    this.#stops = stops;
    metrics.watchPools(() => this.#counts.map((count) => count()));
  }

  get(role: DatabaseRole): Promise<DataSource> {
    const pool = this.#open.get(role) ?? this.#connect(role);
    this.#open.set(role, pool);
    return pool;
  }

  async #connect(role: DatabaseRole): Promise<DataSource> {
    const dataSource = await connectDatabase(this.#config, { role });
    this.#counts.push(() => ({ role, ...countConnections(dataSource), most: this.#config.poolSize }));
    this.#stops.push(`database ${role}`, () => dataSource.destroy());
    return dataSource;
  }
}
