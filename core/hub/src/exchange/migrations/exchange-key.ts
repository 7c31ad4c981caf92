import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Remembered idempotency keys; digests only. */
export class ExchangeKey1763900000300 implements MigrationInterface {
  readonly name = 'ExchangeKey1763900000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE exchange_key (
        key_digest text PRIMARY KEY,
        body_digest text NOT NULL,
        exchange uuid NOT NULL,
        claimed_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX exchange_key_claimed_at ON exchange_key (claimed_at)');
    await runner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON exchange_key TO koppel_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE exchange_key');
  }
}
