import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Registered adapters, and the form that each version of each operation had when a provider first published it. */
export class Adapter1763900000100 implements MigrationInterface {
  readonly name = 'Adapter1763900000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE adapter (
        oin text NOT NULL,
        client text NOT NULL,
        manifest json NOT NULL,
        registered_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (oin, client)
      )`);
    await runner.query(`
      CREATE TABLE adapter_operation (
        oin text NOT NULL,
        operation text NOT NULL,
        digest text NOT NULL,
        PRIMARY KEY (oin, operation)
      )`);
    await runner.query('GRANT SELECT, INSERT, UPDATE ON adapter TO koppel_app');
    await runner.query('GRANT SELECT, INSERT ON adapter_operation TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE adapter, adapter_operation');
  }
}
