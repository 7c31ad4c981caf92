import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import { migrations } from '../../src/hub.ts';
import { connectDatabase } from '../../src/platform/data-source.ts';
import { databaseConfigOf, hubTemplate } from '../hub-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(hubTemplate);
}, 60_000);
afterAll(() => database?.drop());

/** Everything in the database that is ours, save the list of migrations itself. */
const whatIsThere = (): Promise<unknown[]> =>
  database.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ '^(koppel_migration|PK_)'
     UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT stxname FROM pg_statistic_ext WHERE stxnamespace = 'public'::regnamespace ORDER BY name`,
  );

test('every migration goes down to nothing, and up to the same again', async () => {
  const before = await whatIsThere();
  const owner = await connectDatabase(databaseConfigOf(database), { role: 'owner', migrations, poolSize: 1 });
  try {
    for (const _migration of migrations) await owner.undoLastMigration();
    expect(await whatIsThere()).toEqual([]);
    await owner.runMigrations();
    expect(await whatIsThere()).toEqual(before);
    expect(before.length).toBeGreaterThan(50);
  } finally {
    await owner.destroy();
  }
});

/** Membership and mandates decide what somebody may name; the others hold a collaboration's name, or a key that is wrapped. */
const open = ['mandate', 'organisation_collaboration', 'process_collaboration', 'process_key'];

test('what belongs to a collaboration is closed to the application until it names that collaboration', async () => {
  const unguarded = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'collaboration'
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1`,
  );
  expect(unguarded.map(({ name }) => name)).toEqual(open);
});
