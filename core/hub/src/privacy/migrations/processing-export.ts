import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the processing records were handed to the collector; one node at a time does it. */
export class ProcessingExport1763900000720 implements MigrationInterface {
  readonly name = 'ProcessingExport1763900000720';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE processing_export (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        next_index bigint NOT NULL DEFAULT 0,
        holder text,
        held_until timestamptz NOT NULL DEFAULT '-infinity'
      )`);
    await runner.query('INSERT INTO processing_export DEFAULT VALUES');
    await runner.query('GRANT SELECT, UPDATE ON processing_export TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE processing_export');
  }
}
