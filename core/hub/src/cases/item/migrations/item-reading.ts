import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds who read an item without looking at everything that was ever logged. */
export class ItemReading1763900000675 implements MigrationInterface {
  readonly name = 'ItemReading1763900000675';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX process_mark_reading ON process_mark ((clear->>'item'), ledger_index)
         WHERE clear->>'type' = 'item-read'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX process_mark_reading');
  }
}
