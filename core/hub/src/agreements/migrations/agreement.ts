import type { MigrationInterface, QueryRunner } from 'typeorm';
import { collaborationPolicy } from '../../platform/data-source.ts';

/**
 * Agreements, one row each, and the counter that orders their changes. The counter is a row and not a sequence:
 * its lock makes the order of revisions the order of commits, so a reader of "after N" misses nothing.
 */
export class Agreement1763900000200 implements MigrationInterface {
  readonly name = 'Agreement1763900000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE agreement (
        id uuid PRIMARY KEY,
        collaboration text NOT NULL,
        requester text NOT NULL,
        provider text NOT NULL,
        status text NOT NULL CHECK (status IN ('draft', 'active', 'suspended', 'revoked')),
        record json NOT NULL,
        revision bigint NOT NULL,
        change bigint NOT NULL
      )`);
    await runner.query('CREATE UNIQUE INDEX agreement_change ON agreement (change)');
    await runner.query('CREATE INDEX agreement_requester ON agreement (requester)');
    await runner.query('CREATE INDEX agreement_provider ON agreement (provider)');
    await runner.query(
      'CREATE TABLE agreement_head (singleton boolean PRIMARY KEY CHECK (singleton), change bigint NOT NULL)',
    );
    await runner.query('INSERT INTO agreement_head VALUES (true, 0)');
    for (const statement of collaborationPolicy('agreement')) await runner.query(statement);
    await runner.query('CREATE POLICY agreement_gate ON agreement FOR SELECT TO koppel_gate USING (true)');
    await runner.query('GRANT SELECT, INSERT, UPDATE ON agreement TO koppel_app');
    await runner.query('GRANT SELECT, UPDATE ON agreement_head TO koppel_app');
    await runner.query('GRANT SELECT ON agreement, agreement_head TO koppel_gate');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE agreement, agreement_head');
  }
}
