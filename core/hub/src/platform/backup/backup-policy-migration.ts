import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose rows only show within a collaboration. */
const guarded = `SELECT relname AS name FROM pg_class WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace`;

/**
 * Lets the owner of the tables read every row: row security holds for it too, and a backup of nothing is worse than none.
 * It could switch row security off anyhow; this way no lock is taken.
 */
export class BackupPolicy1763900000730 implements MigrationInterface {
  readonly name = 'BackupPolicy1763900000730';

  async up(runner: QueryRunner): Promise<void> {
    for (const { name } of (await runner.query(guarded)) as { name: string }[]) {
      await runner.query(`CREATE POLICY ${name}_backup ON ${name} FOR SELECT TO CURRENT_USER USING (true)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of (await runner.query(guarded)) as { name: string }[]) {
      await runner.query(`DROP POLICY IF EXISTS ${name}_backup ON ${name}`);
    }
  }
}
