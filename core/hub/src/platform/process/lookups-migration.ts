import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps lists fast when there are very many cases (`docs/performance.md` tells what was measured).
 *
 * The statistics let PostgreSQL know how many open tasks an organisation has: taken one by one, few rows are open, few
 * are tasks and few are its own, and multiplied that makes a handful where there are thousands; then it reads and sorts
 * them all instead of walking the index until a page is full. With the role in the index, tasks of other roles are passed
 * over without a look at the table. Lists of all signals or cases walk an index as well, in the order of `root-list.ts`.
 */
export class Lookups1763900000660 implements MigrationInterface {
  readonly name = 'Lookups1763900000660';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX process_stream_court');
    await runner.query(
      'CREATE INDEX process_stream_court ON process_stream (owner, kind, due_at, id, role) WHERE is_open',
    );
    await runner.query(
      `CREATE INDEX process_stream_roots ON process_stream
         (kind, (coalesce(due_at, '9999-12-31T00:00:00.000Z'::timestamptz)), id) WHERE id = root`,
    );
    await runner.query(
      'CREATE STATISTICS process_stream_ownership (mcv) ON owner, kind, role, is_open FROM process_stream',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP STATISTICS process_stream_ownership');
    await runner.query('DROP INDEX process_stream_roots, process_stream_court');
    await runner.query('CREATE INDEX process_stream_court ON process_stream (owner, kind, due_at, id) WHERE is_open');
  }
}
