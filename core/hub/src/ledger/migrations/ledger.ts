import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger: entries that are only ever added, the full tiles of the tree over them, and one row that says how many
 * there are. The row's lock orders all writers. The writer may add and count; only the reader may read.
 */
export class Ledger1763900000050 implements MigrationInterface {
  readonly name = 'Ledger1763900000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger_head (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        size bigint NOT NULL,
        last_at bigint NOT NULL
      )`);
    await runner.query('INSERT INTO ledger_head (size, last_at) VALUES (0, 0)');
    await runner.query(`
      CREATE TABLE ledger_entry (
        index bigint PRIMARY KEY,
        exchange uuid,
        leaf bytea NOT NULL CHECK (length(leaf) = 32),
        body text NOT NULL
      )`);
    await runner.query('CREATE INDEX ledger_entry_exchange ON ledger_entry (exchange)');
    await runner.query(`
      CREATE TABLE ledger_subject (
        pseudonym bytea NOT NULL,
        index bigint NOT NULL,
        PRIMARY KEY (pseudonym, index)
      )`);
    await runner.query(`
      CREATE TABLE ledger_tile (
        row integer NOT NULL,
        index bigint NOT NULL,
        root bytea NOT NULL,
        hashes bytea NOT NULL,
        PRIMARY KEY (row, index)
      )`);
    // Hashes do not compress; trying costs time.
    await runner.query('ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL');
    await runner.query('CREATE TABLE ledger_checkpoint (size bigint PRIMARY KEY, note text NOT NULL)');
    await runner.query('GRANT SELECT, UPDATE ON ledger_head TO koppel_ledger_writer');
    await runner.query(
      'GRANT INSERT ON ledger_entry, ledger_subject, ledger_tile, ledger_checkpoint TO koppel_ledger_writer',
    );
    await runner.query(
      'GRANT SELECT ON ledger_head, ledger_entry, ledger_subject, ledger_tile, ledger_checkpoint TO koppel_ledger_reader',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ledger_head, ledger_entry, ledger_subject, ledger_tile, ledger_checkpoint');
  }
}
