import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withRole } from '@koppel/local';
import { createTestDatabase, waitUntil, type TestDatabase } from '@koppel/testkit';
import type { QueryRunner } from 'typeorm';
import type { Migration, SchemaStep } from '../../src/platform/data-source.ts';
import { migrate } from '../../src/platform/migrations.ts';
import { databaseConfigOf } from '../hub-database.ts';

/** A step that runs one statement; with a floor when it takes something away. */
function step(name: string, statement: string, floor?: string): Migration {
  return class implements SchemaStep {
    readonly name = name;
    readonly floor = floor as string;
    readonly up = async (runner: QueryRunner): Promise<void> => void (await runner.query(statement));
    readonly down = (): Promise<void> => Promise.resolve();
  };
}

const [opening, moving, leaving] = ['Opening1000000000001', 'Moving1000000000002', 'Leaving1000000000003'] as const;
const first = [step(opening, 'CREATE TABLE street (old_name text)')];
const second = [...first, step(moving, 'ALTER TABLE street ADD COLUMN new_name text')];
const third = [...second, step(leaving, 'ALTER TABLE street DROP COLUMN old_name', moving)];

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const start = (version: readonly Migration[]): Promise<void> => migrate(databaseConfigOf(database), version);

async function columns(): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'street' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

describe('a hub that starts on the database of another version', () => {
  test('runs when that one only added, and leaves it as it is', async () => {
    await start(second);
    await start(first);
    expect(await columns()).toEqual(['new_name', 'old_name']);
  });

  test('runs when that one took away what this one no longer uses', async () => {
    for (const version of [first, second, third, second]) await start(version);
    expect(await columns()).toEqual(['new_name']);
  });

  test('is refused when that one took away what this one uses', async () => {
    for (const version of [first, second, third]) await start(version);
    await expect(start(first)).rejects.toMatchObject({
      code: 'schema.newer',
      message: `The database needs a version that knows ${moving}`,
    });
  });

  test('is refused when it would take away what that one uses, and changes nothing', async () => {
    await start(first);
    await expect(start(third)).rejects.toMatchObject({ code: 'schema.step-missing' });
    expect(await columns()).toEqual(['old_name']);
    await start(second);
    await start(third);
    expect(await columns()).toEqual(['new_name']);
  });

  test('builds a new database in one go, and goes on where an earlier attempt broke off', async () => {
    const failing = [...second, step('Failing1000000000002', 'SELECT 1 / 0'), ...third.slice(2)];
    await expect(start(failing)).rejects.toThrow('division by zero');
    expect(await columns()).toEqual(['new_name', 'old_name']);
    await start(third);
    expect(await columns()).toEqual(['new_name']);
    await expect(start(first)).rejects.toMatchObject({ code: 'schema.newer' });
  });
});

test('a start that needs a table steps back for whoever uses it, and lets others pass meanwhile', async () => {
  await start(first);
  let isStarted = false;
  const read = 'SELECT old_name FROM street';
  const started = await withRole(database.config, 'owner', async (holder) => {
    await holder.query('BEGIN');
    await holder.query(read);
    const starting = start(second).then(() => {
      isStarted = true;
    });
    const isWaiting = `SELECT FROM pg_locks JOIN pg_class ON oid = relation WHERE relname = 'street' AND NOT granted`;
    await waitUntil(async () => (await database.query(isWaiting)).length > 0, 'the start waits for the table');
    // Behind the one that waits, and past it as soon as it steps back.
    await database.query(read);
    expect(isStarted).toBe(false);
    await holder.query('COMMIT');
    return { starting };
  });
  await started.starting;
  expect(await columns()).toEqual(['new_name', 'old_name']);
});
