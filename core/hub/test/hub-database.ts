import type { DatabaseTemplate, TestDatabase } from '@koppel/testkit';
import { migrations } from '../src/hub.ts';
import type { DatabaseConfig } from '../src/platform/config.schema.ts';
import { migrate } from '../src/platform/migrations.ts';

const withLimits = (database: TestDatabase['config']): DatabaseConfig => ({
  ...database,
  poolSize: 4,
  statementTimeoutMs: 10_000,
});

export const databaseConfigOf = (database: TestDatabase): DatabaseConfig => withLimits(database.config);

/** A database with every table of the hub. */
export const hubTemplate: DatabaseTemplate = {
  name: 'hub',
  prepare: (database) => migrate(withLimits(database), migrations),
};
