import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { PostgresAddress } from './start-postgres.ts';

/** The logins of a hub, and which of its parts uses each. They exist once per cluster, whatever the number of databases. */
export const hubRoles = {
  owner: 'koppel_owner',
  app: 'koppel_app',
  gate: 'koppel_gate',
  ledgerWriter: 'koppel_ledger_writer',
  ledgerReader: 'koppel_ledger_reader',
} as const;

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** The `database` part of a hub's configuration. */
export interface HubDatabase {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly roles: Readonly<Record<keyof typeof hubRoles, Login>>;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
}

type Work<Result> = (client: pg.Client) => Promise<Result>;

/** Runs work on one connection with all rights. */
export function withSuperuser<Result>(server: PostgresAddress, database: string, work: Work<Result>): Promise<Result> {
  const { host, port, superuser: user, password } = server;
  return withClient({ host, port, user, password, database }, work);
}

/** Runs work on one connection of one of the hub's roles. */
export function withRole<Result>(
  database: HubDatabase,
  role: keyof typeof hubRoles,
  work: Work<Result>,
): Promise<Result> {
  const { host, port, name, roles } = database;
  return withClient({ host, port, ...roles[role], database: name }, work);
}

async function withClient<Result>(config: pg.ClientConfig, work: Work<Result>): Promise<Result> {
  const client = new pg.Client(config);
  // Whoever waits for an answer is told; without a listener a server that falls would take us with it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The configuration of a hub on this database, whether it exists or not. */
export function hubDatabaseConfig(server: PostgresAddress, name: string): HubDatabase {
  const logins = Object.entries(hubRoles).map(([role, user]) => [role, { user, password: passwordOf(server, user) }]);
  const roles = Object.fromEntries(logins) as HubDatabase['roles'];
  return { host: server.host, port: server.port, name, roles, poolSize: 8, statementTimeoutMs: 10_000 };
}

/** Each login has a password of its own, derived from the cluster's secret so that it need not be kept anywhere. */
const passwordOf = (server: PostgresAddress, user: string): string =>
  createHmac('sha256', server.password).update(`login ${user}`).digest('base64url');

/**
 * Makes the database and the logins that are not there yet. The owner may change the schema; the others may only
 * what its migrations grant them. From a template, the copy has the template's tables and grants.
 */
export async function createHubDatabase(
  server: PostgresAddress,
  name: string,
  template?: string,
): Promise<HubDatabase> {
  await withSuperuser(server, 'postgres', (client) => createLogins(server, client));
  await createDatabase(server, name, { owner: hubRoles.owner, ...(template === undefined ? {} : { template }) });
  await withSuperuser(server, name, (client) => client.query(closeDatabase(name)));
  return hubDatabaseConfig(server, name);
}

/** Makes a database unless it is there. */
export async function createDatabase(
  server: PostgresAddress,
  name: string,
  options: { readonly owner?: string; readonly template?: string } = {},
): Promise<void> {
  const owner = pg.escapeIdentifier(options.owner ?? server.superuser);
  const template = pg.escapeIdentifier(options.template ?? 'template1');
  await withSuperuser(server, 'postgres', async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount) return;
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${owner} TEMPLATE ${template}`);
  });
}

async function createLogins(server: PostgresAddress, client: pg.Client): Promise<void> {
  // Roles belong to the whole cluster: two that make them at once would meet.
  await client.query('SELECT pg_advisory_lock(7566)');
  const { rows } = await client.query<{ rolname: string }>(
    `SELECT rolname FROM pg_roles WHERE rolname LIKE 'koppel\\_%'`,
  );
  const known = new Set(rows.map(({ rolname }) => rolname));
  for (const user of Object.values(hubRoles).filter((role) => !known.has(role))) {
    const password = pg.escapeLiteral(passwordOf(server, user));
    await client.query(
      `CREATE ROLE ${user} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${password}`,
    );
  }
  await client.query('SELECT pg_advisory_unlock(7566)');
}

function closeDatabase(name: string): string {
  const everyone = Object.values(hubRoles).join(', ');
  return `
    REVOKE ALL ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(name)} TO ${everyone};
    ALTER SCHEMA public OWNER TO ${hubRoles.owner};
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO ${everyone};`;
}
