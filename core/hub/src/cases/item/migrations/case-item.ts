import type { MigrationInterface, QueryRunner } from 'typeorm';
import { collaborationPolicy } from '../../../platform/data-source.ts';

/**
 * Items of signals and cases. Each is sealed under a key of its own, which is wrapped with the key of the case: one item
 * can be destroyed alone, and with the key of the case all of them are.
 */
export class CaseItem1763900000600 implements MigrationInterface {
  readonly name = 'CaseItem1763900000600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE case_item (
        id uuid PRIMARY KEY,
        root uuid NOT NULL,
        collaboration text NOT NULL,
        facts json NOT NULL,
        status text NOT NULL CHECK (status IN ('active', 'locked', 'destroyed')),
        active_until timestamptz,
        locked_until timestamptz,
        decision uuid NOT NULL,
        wrapped bytea,
        sealed bytea
      )`);
    await runner.query('CREATE INDEX case_item_root ON case_item (root, id)');
    await runner.query(
      `CREATE INDEX case_item_active ON case_item (active_until) WHERE status = 'active' AND active_until IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX case_item_locked ON case_item (locked_until) WHERE status = 'locked' AND locked_until IS NOT NULL`,
    );
    for (const statement of collaborationPolicy('case_item')) await runner.query(statement);
    await runner.query('GRANT SELECT, INSERT, UPDATE ON case_item TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE case_item');
  }
}
