import type { MigrationInterface, QueryRunner } from 'typeorm';
import { collaborationPolicy } from '../../../platform/data-source.ts';

/**
 * Lessons that a case put before those who write the reference model. They read the lesson and never learn of which
 * case it is; whoever may know of the case sees both.
 */
export class Lesson1763900000650 implements MigrationInterface {
  readonly name = 'Lesson1763900000650';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lesson (
        id uuid PRIMARY KEY,
        collaboration text NOT NULL,
        root uuid NOT NULL,
        status text NOT NULL CHECK (status IN ('open', 'adopted', 'declined')),
        model uuid,
        lesson json NOT NULL
      )`);
    await runner.query('CREATE INDEX lesson_status ON lesson (collaboration, status, id)');
    await runner.query('CREATE INDEX lesson_model ON lesson (model) WHERE model IS NOT NULL');
    for (const statement of collaborationPolicy('lesson')) await runner.query(statement);
    await runner.query('GRANT SELECT, INSERT, UPDATE ON lesson TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE lesson');
  }
}
