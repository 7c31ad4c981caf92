import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mandates. The application can neither widen one, prolong it nor give it to somebody else: it may update only what a
 * revocation writes, and `revoked` is final. The salt keeps the digests in the ledger from being found by trying.
 */
export class Mandate1763900000400 implements MigrationInterface {
  readonly name = 'Mandate1763900000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mandate (
        id uuid PRIMARY KEY,
        oin text NOT NULL REFERENCES organisation,
        person text NOT NULL,
        role text NOT NULL,
        level text NOT NULL CHECK (level IN ('operational', 'policy', 'strategic')),
        collaboration text NOT NULL,
        themes text[] NOT NULL,
        regions text[] NOT NULL,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz NOT NULL CHECK (valid_from < valid_until),
        substitute_of uuid REFERENCES mandate CHECK (substitute_of <> id),
        decision text NOT NULL,
        salt text NOT NULL,
        status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'revoked')),
        revoked_at timestamptz CHECK ((revoked_at IS NULL) = (status = 'active')),
        reason text CHECK ((reason IS NULL) = (status = 'active')),
        revision integer NOT NULL
      )`);
    await runner.query('CREATE INDEX mandate_list ON mandate (oin, id)');
    await runner.query(`CREATE INDEX mandate_person ON mandate (oin, person) WHERE status = 'active'`);
    await runner.query(`CREATE INDEX mandate_role ON mandate (collaboration, role, level) WHERE status = 'active'`);
    for (const statement of [...finalRevocation, ...grants]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mandate');
    await runner.query('DROP FUNCTION mandate_stays_revoked');
  }
}

const finalRevocation = [
  `CREATE FUNCTION mandate_stays_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'a revoked mandate stays revoked'; END $$`,
  `CREATE TRIGGER mandate_stays_revoked BEFORE UPDATE ON mandate
     FOR EACH ROW WHEN (OLD.status = 'revoked') EXECUTE FUNCTION mandate_stays_revoked()`,
];

const grants = ['GRANT SELECT, INSERT, UPDATE (status, revoked_at, reason, revision) ON mandate TO koppel_app'];
