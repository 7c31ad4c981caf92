import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that sign evidence, and under which entry of the ledger a key was registered. */
export class EvidenceKey1763900000690 implements MigrationInterface {
  readonly name = 'EvidenceKey1763900000690';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE organisation_key DROP CONSTRAINT organisation_key_use_check');
    await runner.query(`
      ALTER TABLE organisation_key
        ADD CONSTRAINT organisation_key_use_check CHECK (use IN ('client', 'agreement', 'evidence')),
        ADD COLUMN ledger_index bigint`);
    await runner.query('GRANT UPDATE (ledger_index) ON organisation_key TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM organisation_key WHERE use = 'evidence'`);
    await runner.query('ALTER TABLE organisation_key DROP CONSTRAINT organisation_key_use_check');
    await runner.query(`
      ALTER TABLE organisation_key
        DROP COLUMN ledger_index,
        ADD CONSTRAINT organisation_key_use_check CHECK (use IN ('client', 'agreement'))`);
  }
}
