import type { MigrationInterface, QueryRunner } from 'typeorm';
import { collaborationPolicy } from '../../platform/data-source.ts';

/**
 * Versions of reference models, one row each. What a version says is written once: the application may only change
 * where it stands. `in-force` and `superseded` are no status here, they follow from `in_force_from` and the time; no
 * two versions of a theme come into force at the same instant.
 */
export class Model1763900000450 implements MigrationInterface {
  readonly name = 'Model1763900000450';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reference_model (
        id uuid PRIMARY KEY,
        collaboration text NOT NULL,
        model text NOT NULL,
        version text NOT NULL,
        theme text NOT NULL,
        roles text[] NOT NULL,
        document json NOT NULL,
        status text NOT NULL CHECK (status IN ('draft', 'proposed', 'approved', 'rejected')),
        in_force_from timestamptz CHECK (in_force_from IS NULL OR status = 'approved'),
        record json NOT NULL,
        revision bigint NOT NULL
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX reference_model_version ON reference_model (collaboration, model, version)',
    );
    await runner.query(
      'CREATE UNIQUE INDEX reference_model_in_force ON reference_model (collaboration, theme, in_force_from)',
    );
    for (const statement of collaborationPolicy('reference_model')) await runner.query(statement);
    await runner.query('CREATE POLICY reference_model_find ON reference_model FOR SELECT TO koppel_gate USING (true)');
    await runner.query('GRANT SELECT, INSERT ON reference_model TO koppel_app');
    await runner.query('GRANT UPDATE (status, in_force_from, record, revision) ON reference_model TO koppel_app');
    await runner.query('GRANT SELECT (id, document) ON reference_model TO koppel_gate');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reference_model');
  }
}
