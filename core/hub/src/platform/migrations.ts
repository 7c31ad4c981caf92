import type { DatabaseConfig } from './config.schema.ts';
import { connectDatabase, type Migration } from './data-source.ts';

/** One number for everybody who migrates this database, so that two starting nodes do not collide. */
const migrationLock = 74_656_572;

/** An hour: an index on a large table takes minutes, and whoever starts meanwhile waits for it. */
const statementTimeoutMs = 3_600_000;

/** Brings the schema up to date as its owner; safe when several nodes start at once. */
export async function migrate(config: DatabaseConfig, migrations: readonly Migration[]): Promise<void> {
  const owner = await connectDatabase({ ...config, statementTimeoutMs }, { role: 'owner', migrations, poolSize: 2 });
  const lockHolder = owner.createQueryRunner();
  try {
    await lockHolder.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await owner.runMigrations({ transaction: 'each' });
    await lockHolder.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
  } finally {
    await lockHolder.release();
    await owner.destroy();
  }
}
