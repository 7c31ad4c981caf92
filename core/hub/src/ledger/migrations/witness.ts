import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The witnesses of the log, what they cosigned and what they refused. Refusals and gaps are only ever added, like what
 * they are about: the hub has no right to forget them.
 */
export class Witness1763900000710 implements MigrationInterface {
  readonly name = 'Witness1763900000710';

  async up(runner: QueryRunner): Promise<void> {
    await createWitnesses(runner);
    await createMemory(runner);
    await runner.query('GRANT SELECT, INSERT, UPDATE ON ledger_witness TO koppel_app');
    await runner.query('GRANT SELECT, INSERT ON ledger_cosignature, ledger_witness_refusal, ledger_gap TO koppel_app');
    await runner.query('GRANT SELECT ON ledger_cosignature, ledger_witness TO koppel_ledger_reader');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ledger_gap, ledger_witness_refusal, ledger_cosignature, ledger_witness');
  }
}

async function createWitnesses(runner: QueryRunner): Promise<void> {
  await runner.query(`
      CREATE TABLE ledger_witness (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        oin text NOT NULL,
        client text NOT NULL,
        name text NOT NULL,
        vkey text NOT NULL,
        added_at timestamptz NOT NULL DEFAULT now(),
        withdrawn_at timestamptz,
        asked_at timestamptz,
        signed_at timestamptz,
        signed_size bigint,
        refused_at timestamptz
      )`);
  await runner.query(
    'CREATE UNIQUE INDEX ledger_witness_client ON ledger_witness (oin, client) WHERE withdrawn_at IS NULL',
  );
  await runner.query('CREATE UNIQUE INDEX ledger_witness_name ON ledger_witness (name) WHERE withdrawn_at IS NULL');
}

/** What witnesses said, and what the ledger recorded about itself. */
async function createMemory(runner: QueryRunner): Promise<void> {
  await runner.query(`
      CREATE TABLE ledger_cosignature (
        size bigint NOT NULL,
        witness uuid NOT NULL REFERENCES ledger_witness,
        root text NOT NULL,
        line text NOT NULL,
        PRIMARY KEY (size, witness, root)
      )`);
  await runner.query(`
      CREATE TABLE ledger_witness_refusal (
        witness uuid NOT NULL REFERENCES ledger_witness,
        mark text NOT NULL,
        code text NOT NULL,
        held_size bigint,
        held text,
        offered_size bigint NOT NULL,
        offered text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (witness, mark)
      )`);
  await runner.query(`
      CREATE TABLE ledger_gap (
        index bigint PRIMARY KEY,
        size bigint NOT NULL,
        root text NOT NULL
      )`);
}
