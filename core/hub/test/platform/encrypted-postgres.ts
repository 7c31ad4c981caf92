import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createHubDatabase,
  hubRoles,
  startPostgres,
  withSuperuser,
  type HubDatabase,
  type PostgresServer,
} from '@koppel/local';
import { silentLog, TestAuthority, waitUntil, type Certified } from '@koppel/testkit';
import pg from 'pg';
import type { DatabaseConfig } from '../../src/platform/config.schema.ts';

/** A PostgreSQL of its own that lets the logins of the hub in over TLS only. */
export class EncryptedPostgres {
  readonly authority = new TestAuthority();
  readonly directory: string;
  readonly #server: PostgresServer;

  private constructor(directory: string, server: PostgresServer) {
    this.directory = directory;
    this.#server = server;
  }

  static async open(): Promise<EncryptedPostgres> {
    const directory = await mkdtemp(join(tmpdir(), 'koppel-test-tls-'));
    const dir = join(directory, 'postgres');
    const postgres = new EncryptedPostgres(
      directory,
      await startPostgres({ dir, log: silentLog, settings: { fsync: 'off' } }),
    );
    await postgres.#write('root.crt', postgres.authority.certificate);
    await postgres.#write('pg_hba.conf', hba);
    await postgres.show(postgres.authority.certify('postgres', ['127.0.0.1']));
    return postgres;
  }

  async close(): Promise<void> {
    await this.#server.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Whom it says to be, from now on. */
  async show({ certificate, key }: Certified): Promise<void> {
    await this.#write('server.crt', certificate);
    await this.#write('server.key', key);
    const settings = { ssl: 'on', ssl_ca_file: 'root.crt' };
    for (const [name, value] of Object.entries(settings)) await this.query(`ALTER SYSTEM SET ${name} = '${value}'`);
    const loadedAt = await this.#loadedAt();
    await this.query('SELECT pg_reload_conf()');
    await waitUntil(async () => (await this.#loadedAt()) > loadedAt, 'the server has read its files');
  }

  createDatabase(name: string): Promise<HubDatabase> {
    return createHubDatabase(this.#server, name);
  }

  /** The database as a hub is told of it that knows this authority. */
  async trust(database: HubDatabase, authority = this.authority): Promise<DatabaseConfig> {
    return { ...database, tls: { authoritiesFile: await this.keep(authority.certificate) } };
  }

  /** A file for its owner, for as long as this server runs. */
  async keep(text: string): Promise<string> {
    const path = join(this.directory, `${Math.random()}.pem`);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  }

  query<Row extends object>(sql: string): Promise<Row[]> {
    return withSuperuser(this.#server, 'postgres', async (client) => (await client.query<Row>(sql)).rows);
  }

  async #loadedAt(): Promise<Date> {
    const [row] = await this.query<{ at: Date }>('SELECT pg_conf_load_time() AS at');
    return row?.at ?? new Date(0);
  }

  /** By the server's own hand, because its files belong to the account that it runs under. */
  async #write(name: string, text: string): Promise<void> {
    const lines = `SELECT unnest(string_to_array(${pg.escapeLiteral(text.trimEnd())}, chr(10)))`;
    await this.query(`COPY (${lines}) TO PROGRAM 'umask 077; cat > ${name}'`);
  }
}

/** The gate shows a certificate; the others have passwords; nobody of the hub comes in without encryption. */
const hba = [
  `hostssl all ${hubRoles.gate} 127.0.0.1/32 cert`,
  `hostssl all ${Object.values(hubRoles).join()} 127.0.0.1/32 scram-sha-256`,
  `host all ${Object.values(hubRoles).join()} 127.0.0.1/32 reject`,
  'host all all 127.0.0.1/32 scram-sha-256',
].join('\n');
