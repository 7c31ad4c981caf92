import { readFile } from 'node:fs/promises';
import type { ClientBase } from 'pg';
import type { Population } from '../population/records.ts';

export interface SeedPermitsOptions {
  readonly population: Population;
  /** Role that may read the permits and nothing else; created, or its password replaced. */
  readonly readerRole: string;
  readonly readerPassword: string;
}

const schemaFile = new URL('./permits.sql', import.meta.url);

const insertAddresses = `
  INSERT INTO permits.address
  SELECT id, postcode, "houseNumber"
  FROM jsonb_to_recordset($1) AS given (id text, postcode text, "houseNumber" integer)`;

const insertPremises = `
  INSERT INTO permits.premises
  SELECT id, "addressId", name, use, "floorAreaM2", "operatorKvkNumber"
  FROM jsonb_to_recordset($1) AS given (
    id text, "addressId" text, name text, use text, "floorAreaM2" integer, "operatorKvkNumber" text)`;

const insertPermits = `
  INSERT INTO permits.permit
  SELECT id, "premisesId", kind, status, "holderKvkNumber", "grantedOn", "expiresOn"
  FROM jsonb_to_recordset($1) AS given (
    id text, "premisesId" text, kind text, status text, "holderKvkNumber" text, "grantedOn" date, "expiresOn" date)`;

/**
 * Makes schema `permits` in the client's database hold exactly the population's addresses, premises and permits, and a role that can
 * only read them. One transaction: a reader sees the old content or the new. The client needs CREATEROLE and to own the database.
 */
export async function seedPermits(client: ClientBase, options: SeedPermitsOptions): Promise<void> {
  const { addresses, premises, permits } = options.population;
  await client.query('BEGIN');
  try {
    await client.query(await readFile(schemaFile, 'utf8'));
    await client.query('TRUNCATE permits.permit, permits.premises, permits.address');
    await client.query(insertAddresses, [JSON.stringify(addresses)]);
    await client.query(insertPremises, [JSON.stringify(premises)]);
    await client.query(insertPermits, [JSON.stringify(permits)]);
    await grantReader(client, options);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function grantReader(client: ClientBase, { readerRole, readerPassword }: SeedPermitsOptions): Promise<void> {
  const role = client.escapeIdentifier(readerRole);
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [readerRole]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN NOINHERIT CONNECTION LIMIT 20`);
  const current = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = client.escapeIdentifier(current.rows[0]?.name ?? '');
  await client.query(`
    ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(readerPassword)};
    ALTER ROLE ${role} SET default_transaction_read_only = on;
    ALTER ROLE ${role} SET statement_timeout = '5s';
    REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${database} TO ${role};
    GRANT USAGE ON SCHEMA permits TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA permits TO ${role}`);
}
