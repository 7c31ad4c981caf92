import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Digests of questions whose evidence was used, as long as it could be used again; nothing of the nonce. */
export class UsedEvidence1763900000695 implements MigrationInterface {
  readonly name = 'UsedEvidence1763900000695';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE used_evidence (
        digest text PRIMARY KEY,
        key_digest text,
        used_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX used_evidence_used_at ON used_evidence (used_at)');
    await runner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON used_evidence TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_evidence');
  }
}
