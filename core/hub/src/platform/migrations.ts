import { setTimeout as pause } from 'node:timers/promises';
import { KoppelError } from '@koppel/contract';
import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';
import type { DatabaseConfig } from './config.schema.ts';
import { connectDatabase, type Migration, type SchemaStep } from './data-source.ts';
import { findFloor, listApplied, raiseFloor } from './schema-floor.store.ts';

/** One number for everybody who migrates this database, so that two starting nodes do not collide. */
const migrationLock = 74_656_572;

/** An hour: an index on a large table takes minutes, and whoever starts meanwhile waits for it. */
const statementTimeoutMs = 3_600_000;

/** While we wait for a table that somebody uses, everybody else waits behind us: better to step back and come again. */
const lockTimeoutMs = 300;
const betweenTriesMs = 700;
const patienceMs = 60_000;
/** PostgreSQL's codes for a lock that was not to be had in time, and for two who waited for each other. */
const inTheWay = new Set<unknown>(['55P03', '40P01']);

/**
 * Brings the schema up to date as its owner, beside nodes that work; safe when several nodes start at once.
 * @throws KoppelError `schema.newer`, `schema.step-missing`, or `hub.unavailable` when somebody keeps a table for too long.
 */
export async function migrate(config: DatabaseConfig, migrations: readonly Migration[]): Promise<void> {
  const owner = await connectDatabase({ ...config, statementTimeoutMs }, { role: 'owner', migrations, poolSize: 1 });
  const runner = owner.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await runner.query(`SET lock_timeout = ${lockTimeoutMs}`);
    await prepareFloor(runner, owner.migrations);
    await apply(owner, runner);
    await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
  } finally {
    await runner.release();
    await owner.destroy();
  }
}

/**
 * The version gate (decision 0036). What is unknown here was added by a newer version and is in nobody's way, unless
 * that version took something away. The floor is raised before anything is taken away: a start that breaks off may leave
 * one that is too high, never one that is too low.
 */
async function prepareFloor(runner: QueryRunner, known: readonly SchemaStep[]): Promise<void> {
  const floor = await findFloor(runner);
  const places = new Map(known.map(({ name }, place) => [name, place]));
  if (floor !== undefined && !places.has(floor)) {
    throw new KoppelError('schema.newer', `The database needs a version that knows ${floor}`);
  }
  const applied = await listApplied(runner);
  const isReached = (step: string): boolean =>
    applied.size === 0 || applied.has(step) || (places.get(floor) ?? -1) >= (places.get(step) ?? 0);
  for (const { name = '', floor: needed } of known) {
    if (needed === undefined || applied.has(name)) continue;
    if (!isReached(needed)) {
      throw new KoppelError('schema.step-missing', `${name} comes after a version that knows ${needed} has run`);
    }
    await raiseFloor(runner, needed);
  }
}

async function apply(owner: DataSource, runner: QueryRunner): Promise<void> {
  const executor = new MigrationExecutor(owner, runner);
  executor.transaction = 'each';
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      await executor.executePendingMigrations();
      return;
    } catch (cause) {
      if (!inTheWay.has((cause as { code?: unknown }).code)) throw cause;
      if (performance.now() > giveUpAt) {
        throw new KoppelError('hub.unavailable', 'A table is kept by somebody, perhaps by a backup', { cause });
      }
    }
    await pause(betweenTriesMs);
  }
}
