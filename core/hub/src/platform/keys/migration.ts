import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wrappedBySql } from '../process/case-keys.store.ts';

/**
 * The register of the hub's own keys, and under which version of them something was made. Where something was made under a
 * key already, the register knows that there is one: its file must not be taken for not made yet.
 */
export class HubKey1763900000700 implements MigrationInterface {
  readonly name = 'HubKey1763900000700';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX process_token_version, process_key_version');
    await runner.query('ALTER TABLE process_token DROP COLUMN key_version');
    await runner.query('DROP TABLE hub_key');
  }
}

const statements = [
  `CREATE TABLE hub_key (
     kind text NOT NULL,
     name text NOT NULL,
     version integer NOT NULL CHECK (version > 0),
     fingerprint text,
     public_key text,
     active_from timestamptz NOT NULL,
     destroyed_at timestamptz,
     is_logged boolean NOT NULL,
     PRIMARY KEY (kind, name, version)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON hub_key TO koppel_app`,
  `INSERT INTO hub_key (kind, name, version, active_from, is_logged)
     SELECT 'checkpoint', 'log', 1, now(), true FROM ledger_head WHERE size > 0`,
  `INSERT INTO hub_key (kind, name, version, active_from, is_logged)
     SELECT kind, collaboration, 1, now(), true FROM process_collaboration, unnest(ARRAY['case', 'search']) kind`,
  `CREATE INDEX process_key_version ON process_key (collaboration, (${wrappedBySql})) WHERE wrapped IS NOT NULL`,
  `ALTER TABLE process_token ADD COLUMN key_version integer NOT NULL DEFAULT 1`,
  `CREATE INDEX process_token_version ON process_token (collaboration, key_version)`,
];
