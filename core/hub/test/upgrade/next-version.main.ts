import type { QueryRunner } from 'typeorm';
import { migrations } from '../../src/hub.ts';
import type { Migration, SchemaStep } from '../../src/platform/data-source.ts';

/** What may change most between two versions: a column more on every table, and a table more. */
class NextVersion9000000000000 implements SchemaStep {
  readonly name = 'NextVersion9000000000000';

  async up(runner: QueryRunner): Promise<void> {
    const tables = (await runner.query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^koppel_' ORDER BY 1`,
    )) as { name: string }[];
    for (const { name } of tables) await runner.query(`ALTER TABLE ${name} ADD COLUMN next_version text`);
    await runner.query('CREATE TABLE next_version (id bigint PRIMARY KEY)');
  }

  async down(): Promise<void> {
    // Nobody runs it: the version before goes on where this one has been.
  }
}

// The next version: this one, and one step of the schema more.
(migrations as Migration[]).push(NextVersion9000000000000);
await import('../../src/main.ts');
