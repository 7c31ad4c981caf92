import type { MigrationInterface, QueryRunner } from 'typeorm';
import { collaborationPolicy } from '../../../platform/data-source.ts';

/** From which case a question came, and by which question of a level below: how the decision finds its way back. Never shown. */
export class Escalation1763900000570 implements MigrationInterface {
  readonly name = 'Escalation1763900000570';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE process_escalation (
        escalation uuid PRIMARY KEY,
        root uuid NOT NULL,
        previous uuid REFERENCES process_escalation,
        collaboration text NOT NULL
      )`);
    for (const statement of collaborationPolicy('process_escalation')) await runner.query(statement);
    await runner.query('GRANT SELECT, INSERT ON process_escalation TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE process_escalation');
  }
}
