import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { connectDatabase, isDatabaseOutage } from '../../src/platform/data-source.ts';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import { databaseConfigOf } from '../hub-database.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** The network between a node and its database loses every word, and neither side is told. */
let database: TestDatabase;
let proxy: TcpProxy;
let dataSource: DataSource;

const impatience = { statementTimeoutMs: 100, poolSize: 1 };

beforeAll(async () => {
  database = await createTestDatabase();
  const config = databaseConfigOf(database);
  proxy = await TcpProxy.open(config.port);
  dataSource = await connectDatabase({ ...config, ...impatience, port: proxy.port }, { role: 'app' });
});
afterAll(async () => {
  await dataSource?.destroy();
  await proxy?.close();
  await database?.drop();
});

test('a connection that left a question unanswered is given up, and the next question has another', async () => {
  await dataSource.query('SELECT 1');
  proxy.weather = 'half-open';
  const told: unknown = await dataSource.query('SELECT 1').catch((error: unknown) => error);
  expect(told).toBeInstanceOf(Error);
  expect(isDatabaseOutage(told as Error)).toBe(true);
  proxy.weather = 'clear';
  expect(await dataSource.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
});

test('a transaction that lost its node lets go of its locks within 5 seconds', async () => {
  const config = databaseConfigOf(database);
  const other = await connectDatabase({ ...config, poolSize: 1 }, { role: 'app' });
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query('SELECT pg_advisory_xact_lock(7)');
  proxy.weather = 'half-open';
  const lock = async (): Promise<boolean> => {
    const [row] = await other.query<{ isMine: boolean }[]>('SELECT pg_try_advisory_lock(7) AS "isMine"');
    return row?.isMine === true;
  };
  expect(await lock()).toBe(false);
  await waitUntil(lock, 'the lock is free', 6000);
  proxy.weather = 'clear';
  await runner.rollbackTransaction().catch(() => undefined);
  await runner.release();
  await other.destroy();
});
