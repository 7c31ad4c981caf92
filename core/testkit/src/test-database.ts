import { randomBytes } from 'node:crypto';
import { createHubDatabase, hubDatabaseConfig, withRole, withSuperuser, type HubDatabase } from '@koppel/local';
import { testPostgres } from './test-servers.ts';

/** A prepared database that others are copied from, made by the first test of a run that asks for it. */
export interface DatabaseTemplate {
  /** Names what `prepare` does: `hub` for all migrations of the hub. Lower case letters only. */
  readonly name: string;
  /** Fills the empty template; must have closed all its connections when it returns. */
  prepare(database: HubDatabase): Promise<void>;
}

export interface TestDatabase {
  /** The `database` part of a hub's configuration. */
  readonly config: HubDatabase;
  /** Runs one statement with all rights: to look behind the curtain, never to do the hub's work. */
  query: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** Runs one statement as one of the hub's roles, to see what it may and may not. */
  queryAs: <Row extends object>(
    role: keyof HubDatabase['roles'],
    sql: string,
    values?: readonly unknown[],
  ) => Promise<Row[]>;
  drop: () => Promise<void>;
}

/** A database of its own for one test file: empty, or a copy of a template, which takes a tenth of a second. */
export async function createTestDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  const server = testPostgres();
  const source = template && (await ensureTemplate(template));
  const name = `test_${randomBytes(8).toString('hex')}`;
  const config = await createHubDatabase(server, name, source);
  return {
    config,
    query: (sql, values = []) =>
      withSuperuser(server, name, async (client) => (await client.query(sql, [...values])).rows),
    queryAs: (role, sql, values = []) =>
      withRole(config, role, async (client) => (await client.query(sql, [...values])).rows),
    drop: () =>
      withSuperuser(
        server,
        'postgres',
        async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
      ),
  };
}

/** Test files run at once in several processes; the lock lets one of them prepare while the others wait. */
async function ensureTemplate(template: DatabaseTemplate): Promise<string> {
  const server = testPostgres();
  const name = `template_${template.name}`;
  await withSuperuser(server, 'postgres', async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [name]);
    if (found.rowCount) return;
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await createHubDatabase(server, name);
    await template.prepare(hubDatabaseConfig(server, name));
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
  });
  return name;
}
