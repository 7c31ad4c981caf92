import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which entries of agreements, models and mandates have come true, until the reconciler has been past them. It begins
 * where the log is now: of entries before, nothing was kept.
 */
export class LoggedChange1763900000690 implements MigrationInterface {
  readonly name = 'LoggedChange1763900000690';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE logged_change (ledger_index bigint PRIMARY KEY)');
    await runner.query('GRANT SELECT, INSERT, DELETE ON logged_change TO koppel_app');
    await runner.query(`INSERT INTO process_cursor (name, position) SELECT 'changes', size FROM ledger_head`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM process_cursor WHERE name = 'changes'`);
    await runner.query('DROP TABLE logged_change');
  }
}
