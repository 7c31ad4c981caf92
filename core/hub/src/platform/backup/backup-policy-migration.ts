import type { MigrationInterface, QueryRunner } from 'typeorm';
import { backupPolicy } from '../data-source.ts';

/** Tables under row security that were made before `collaborationPolicy` let their owner read them. */
const unreadable = `
  SELECT relname AS name FROM pg_class
  WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = relname || '_backup')`;

/** Lets the owner of the tables read every row, for a backup. */
export class BackupPolicy1763900000730 implements MigrationInterface {
  readonly name = 'BackupPolicy1763900000730';

  async up(runner: QueryRunner): Promise<void> {
    for (const { name } of (await runner.query(unreadable)) as { name: string }[]) {
      await runner.query(backupPolicy(name));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const made = `SELECT relname AS name FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid WHERE polname = relname || '_backup'`;
    for (const { name } of (await runner.query(made)) as { name: string }[]) {
      await runner.query(`DROP POLICY ${name}_backup ON ${name}`);
    }
  }
}
