import type { QueryRunner } from 'typeorm';

const isThere = async (runner: QueryRunner, table: string): Promise<boolean> => {
  const [row] = (await runner.query('SELECT to_regclass($1) IS NOT NULL AS there', [table])) as { there: boolean }[];
  return row?.there === true;
};

/** The names of all migrations that were applied, by whichever version; none in a new database. */
export async function listApplied(runner: QueryRunner): Promise<ReadonlySet<string>> {
  if (!(await isThere(runner, 'koppel_migration'))) return new Set();
  const rows = (await runner.query('SELECT name FROM koppel_migration')) as { name: string }[];
  return new Set(rows.map(({ name }) => name));
}

/** The migration that a version must know to run here; absent as long as nothing was ever taken away. */
export async function findFloor(runner: QueryRunner): Promise<string | undefined> {
  if (!(await isThere(runner, 'koppel_schema_floor'))) return undefined;
  const [row] = (await runner.query('SELECT migration FROM koppel_schema_floor')) as { migration: string }[];
  return row?.migration;
}

/** Like the list of migrations, the table is there before the first of them, and when something needs it. */
export async function raiseFloor(runner: QueryRunner, migration: string): Promise<void> {
  await runner.query(`
    CREATE TABLE IF NOT EXISTS koppel_schema_floor (
      singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
      migration text NOT NULL
    )`);
  await runner.query(
    `INSERT INTO koppel_schema_floor (migration) VALUES ($1)
     ON CONFLICT (singleton) DO UPDATE SET migration = excluded.migration`,
    [migration],
  );
}
