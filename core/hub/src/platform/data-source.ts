import { DataSource, type EntityManager, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { DatabaseConfig } from './config.schema.ts';
import { connectionOf, isUntrustedServer, noConnection, type DatabaseRole } from './database-connection.ts';
import { ImpatientClient, noAnswer } from './impatient-client.ts';

/** One transaction under way, to hand on to a store; rules never query it themselves. */
export type Transaction = EntityManager;

/** One step of the schema: it adds, so that the version before goes on beside it and can come back. */
export interface SchemaStep extends MigrationInterface {
  /**
   * Only of a step that takes something away: the migration with which the last version that used it was over. A version
   * that does not know it refuses to start from then on.
   */
  readonly floor?: string;
}

export type Migration = new () => SchemaStep;

/** Everything of one connection pool: its login, the tables it knows, how many connections it may hold. */
export interface DataSourceOptions {
  readonly role: DatabaseRole;
  readonly entities?: readonly EntitySchema[];
  readonly migrations?: readonly Migration[];
  readonly poolSize?: number;
}

const mayHoldLocksMs = 5000;

/** Opens one pool under one role. Tables belong to `owner`; nobody else can change them or switch off row security. */
export async function connectDatabase(config: DatabaseConfig, options: DataSourceOptions): Promise<DataSource> {
  const connection = connectionOf(config, options.role);
  const { user: username, ...place } = connection;
  const dataSource = new DataSource({
    type: 'postgres',
    ...place,
    username,
    entities: [...(options.entities ?? [])],
    migrations: [...(options.migrations ?? [])],
    migrationsTableName: 'koppel_migration',
    poolSize: options.poolSize ?? config.poolSize,
    synchronize: false,
    logging: false,
    // Otherwise TypeORM writes about a migration that failed among the lines of our own log; whoever ran it is told.
    logger: 'debug',
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    connectTimeoutMS: 5000,
    extra: {
      Client: ImpatientClient,
      statement_timeout: config.statementTimeoutMs,
      // The server may be frozen, or the network may have swallowed it: then only our own clock ends the wait.
      query_timeout: config.statementTimeoutMs + 1000,
      // A node that froze, or that the network cut off in silence, may not hold the others' locks for longer.
      idle_in_transaction_session_timeout: mayHoldLocksMs,
      keepAlive: true,
    },
  });
  try {
    return await dataSource.initialize();
  } catch (cause) {
    throw noConnection(connection, cause, 'hub.failed');
  }
}

/** What a pool of connections tells of itself. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** How many connections of a pool are at work, at rest, and asked for in vain. */
export function countConnections({ driver }: DataSource): { busy: number; idle: number; waiting: number } {
  const { totalCount, idleCount, waitingCount } = (driver as typeof driver & { readonly master: Pool }).master;
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/**
 * Connection failures (SQLSTATE 08), a transaction that stood still for too long (25P03), no room for more (53), shut
 * down, starting or cut short (57), a disk that fails (58), and the network's own.
 */
const outageCode = /^(08|25P03|53|57|58)|^E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH)$/;
/** How the driver tells, without a code, that a connection went away or could not be had in time. */
const outageMessage = new RegExp(`^Connection terminated|timeout exceeded when trying to connect|^${noAnswer}`);

/** Whether PostgreSQL could not be reached, went away or is not to be believed: a state that passes, unlike a fault of ours. */
export function isDatabaseOutage(error: Error & { readonly code?: unknown }): boolean {
  return outageCode.test(String(error.code)) || outageMessage.test(error.message) || isUntrustedServer(error);
}

/**
 * Runs work that may see the rows of these collaborations and of no others. The setting lives as long as the
 * transaction, so a pooled connection never carries it to the next caller.
 */
export async function inCollaborations<Result>(
  dataSource: DataSource,
  collaborations: readonly string[],
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  return dataSource.transaction(async (manager) => {
    await manager.query(`SELECT set_config('koppel.collaborations', $1, true)`, [collaborations.join(',')]);
    return work(manager);
  });
}

/** The policies of a table with a `collaboration` column: only what `inCollaborations` named; to its owner, for a backup, all of it. */
export function collaborationPolicy(table: string): string[] {
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY ${table}_collaboration ON ${table} TO koppel_app
       USING (collaboration = ANY (string_to_array(current_setting('koppel.collaborations', true), ',')))
       WITH CHECK (collaboration = ANY (string_to_array(current_setting('koppel.collaborations', true), ',')))`,
    backupPolicy(table),
  ];
}

/**
 * Lets the owner read every row: row security holds for it too, and a backup of nothing is worse than none. The owner could
 * switch row security off anyhow; this way no lock is taken.
 */
export const backupPolicy = (table: string): string =>
  `CREATE POLICY ${table}_backup ON ${table} FOR SELECT TO CURRENT_USER USING (true)`;
