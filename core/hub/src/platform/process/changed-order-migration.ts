import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of all signals or cases, the latest change first, walk an index in the order of `root-list.ts`. */
export class ChangedOrder1763900000680 implements MigrationInterface {
  readonly name = 'ChangedOrder1763900000680';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX process_stream_changed ON process_stream (kind, changed_at, id) WHERE id = root');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX process_stream_changed');
  }
}
