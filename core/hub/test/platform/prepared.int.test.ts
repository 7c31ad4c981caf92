import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import { connectDatabase } from '../../src/platform/data-source.ts';
import { queryPrepared } from '../../src/platform/prepared.ts';
import { databaseConfigOf, hubTemplate } from '../hub-database.ts';

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase(hubTemplate);
  dataSource = await connectDatabase(databaseConfigOf(database), { role: 'app', poolSize: 1 });
}, 60_000);
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

test('a statement is prepared once for a connection, and answers for each of its values', async () => {
  const ask = (value: number) =>
    dataSource.transaction((manager) =>
      queryPrepared<{ doubled: number }>(manager, 'SELECT $1::int * 2 AS doubled', [value]),
    );
  expect([await ask(2), await ask(21)]).toEqual([[{ doubled: 4 }], [{ doubled: 42 }]]);
  const prepared = await dataSource.query(
    `SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%AS doubled'`,
  );
  expect(prepared).toHaveLength(1);
});

test('statements with different texts do not stand in for each other', async () => {
  const rows = await dataSource.transaction(async (manager) => [
    await queryPrepared(manager, 'SELECT 1 AS one', []),
    await queryPrepared(manager, 'SELECT 2 AS two', []),
  ]);
  expect(rows).toEqual([[{ one: 1 }], [{ two: 2 }]]);
});

test('there is nothing to prepare it on outside a transaction', async () => {
  await expect(queryPrepared(dataSource.manager, 'SELECT 1', [])).rejects.toThrow('connection of its own');
});
