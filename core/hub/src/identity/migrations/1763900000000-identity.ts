import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Organisations, their keys, and the assertions that were used. The application can neither rewrite a key nor widen
 * its scopes, nor take a revocation back: it may update only the columns named in its grants, and `revoked` is final.
 */
export class Identity1763900000000 implements MigrationInterface {
  readonly name = 'Identity1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organisation (
        oin text PRIMARY KEY CHECK (oin ~ '^[0-9]{20}$'),
        name text NOT NULL,
        status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
        registered_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE organisation_collaboration (
        oin text NOT NULL REFERENCES organisation,
        collaboration text NOT NULL,
        PRIMARY KEY (oin, collaboration)
      )`);
    await runner.query(`
      CREATE TABLE organisation_key (
        kid text PRIMARY KEY,
        oin text NOT NULL REFERENCES organisation,
        use text NOT NULL CHECK (use IN ('client', 'agreement')),
        client text,
        scopes text[] NOT NULL,
        jwk jsonb NOT NULL,
        status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'revoked')),
        created_at timestamptz NOT NULL,
        revoked_at timestamptz CHECK ((revoked_at IS NULL) = (status = 'active')),
        CHECK ((use = 'client') = (client IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX organisation_key_oin ON organisation_key (oin, created_at)');
    await runner.query(`
      CREATE TABLE used_assertion (
        oin text NOT NULL,
        client text NOT NULL,
        jti text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (oin, client, jti)
      )`);
    await runner.query('CREATE INDEX used_assertion_expiry ON used_assertion (expires_at)');
    for (const statement of [...finalRevocation, ...grants]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_assertion, organisation_key, organisation_collaboration, organisation');
    await runner.query('DROP FUNCTION organisation_key_stays_revoked');
  }
}

const finalRevocation = [
  `CREATE FUNCTION organisation_key_stays_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'a revoked key stays revoked'; END $$`,
  `CREATE TRIGGER organisation_key_stays_revoked BEFORE UPDATE ON organisation_key
     FOR EACH ROW WHEN (OLD.status = 'revoked') EXECUTE FUNCTION organisation_key_stays_revoked()`,
];

const grants = [
  'GRANT SELECT, INSERT, UPDATE (status) ON organisation TO koppel_app',
  'GRANT SELECT, INSERT ON organisation_collaboration TO koppel_app',
  'GRANT SELECT, INSERT, UPDATE (status, revoked_at) ON organisation_key TO koppel_app',
  'GRANT SELECT, INSERT, DELETE ON used_assertion TO koppel_app',
];
