import type { MigrationInterface, QueryRunner } from 'typeorm';
import { collaborationPolicy } from '../../../platform/data-source.ts';

/** Where people meet: configuration of a collaboration, not part of any case. */
export class Body1763900000550 implements MigrationInterface {
  readonly name = 'Body1763900000550';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE process_body (
        id uuid PRIMARY KEY,
        collaboration text NOT NULL,
        level text NOT NULL,
        title json NOT NULL,
        theme text NOT NULL,
        region text NOT NULL,
        coordinator text NOT NULL,
        members text[] NOT NULL,
        parent uuid REFERENCES process_body,
        active boolean NOT NULL,
        revision integer NOT NULL
      )`);
    for (const statement of collaborationPolicy('process_body')) await runner.query(statement);
    await runner.query('GRANT SELECT, INSERT, UPDATE ON process_body TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE process_body');
  }
}
