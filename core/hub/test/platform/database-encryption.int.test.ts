import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { HubDatabase } from '@koppel/local';
import { createTestDatabase, TestAuthority } from '@koppel/testkit';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { migrations, startHub, verifyLedger } from '../../src/hub.ts';
import { readBackup } from '../../src/platform/backup/read-backup.ts';
import { writeBackup } from '../../src/platform/backup/write-backup.ts';
import { checkConfig } from '../../src/platform/config.ts';
import { roomNames, type DatabaseConfig, type HubConfig } from '../../src/platform/config.schema.ts';
import { connectDatabase, isDatabaseOutage } from '../../src/platform/data-source.ts';
import { databaseConfigOf, hubTemplate } from '../hub-database.ts';
import { EncryptedPostgres } from './encrypted-postgres.ts';

let postgres: EncryptedPostgres;
let plain: HubDatabase;
let trusted: DatabaseConfig;
let node: HubConfig;
const tell = (): void => undefined;

beforeAll(async () => {
  postgres = await EncryptedPostgres.open();
  plain = await postgres.createDatabase('koppel_tls');
  trusted = await withGateCertificate(await postgres.trust(plain));
  node = await hubOn(trusted);
}, 60_000);
afterAll(() => postgres?.close());

async function withGateCertificate(config: DatabaseConfig, name = 'koppel_gate'): Promise<DatabaseConfig> {
  const { certificate, key } = postgres.authority.certify(name);
  const files = { certificateFile: await postgres.keep(certificate), keyFile: await postgres.keep(key) };
  return { ...config, roles: { ...config.roles, gate: { user: 'koppel_gate', ...files } } };
}

const newHome = (): Promise<string> => mkdtemp(join(postgres.directory, 'home-'));

async function hubOn(database: DatabaseConfig): Promise<HubConfig> {
  return checkConfig({
    origin: 'koppel.test/hub',
    nodeId: 'hub-tls',
    home: await newHome(),
    issuer: 'http://127.0.0.1:8080',
    http: { host: '127.0.0.1', port: 0 },
    database,
    bus: { kind: 'memory' },
    link: { kind: 'memory', adapters: [] },
    rooms: [...roomNames],
    plugins: [],
    limits: { requestsPerSecondPerClient: 100, tokensPerMinutePerAddress: 100, inFlight: 100 },
    logLevel: 'silent',
  });
}

async function readyOf(url: string | null): Promise<unknown> {
  const response = await fetch(`${url}/health/ready`);
  return response.json();
}

describe('a hub with database.tls', () => {
  test('speaks to PostgreSQL in secret with every login, one of which has a certificate and no password', async () => {
    const hub = await startHub(node);
    try {
      const seen = await postgres.query<{ usename: string; ssl: boolean }>(
        `SELECT DISTINCT usename, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE usename LIKE 'koppel\\_%'`,
      );
      expect(seen.map(({ usename, ssl }) => `${usename} ${ssl}`).toSorted()).toEqual([
        'koppel_app true',
        'koppel_gate true',
        'koppel_ledger_reader true',
        'koppel_ledger_writer true',
      ]);
      expect(await readyOf(hub.url)).not.toHaveProperty('warnings');
    } finally {
      await hub.stop();
    }
  });

  test('is backed up and restored the same way', async () => {
    const identity = await generateX25519Identity();
    const out = join(postgres.directory, 'hub.age');
    await writeBackup(node, { out, key: { keys: [await identityToRecipient(identity)] }, tell });
    const there = await withGateCertificate(await postgres.trust(await postgres.createDatabase('koppel_tls_two')));
    const config = await hubOn(there);
    await readBackup(config, { from: out, key: { keys: [identity] }, migrations, tell });
    expect((await verifyLedger(config)).isGood).toBe(true);
  });
});

describe('PostgreSQL gets no word, and no password, from a hub', () => {
  beforeEach(() => postgres.show(postgres.authority.certify('postgres', ['127.0.0.1'])));

  async function refusalOf(config: DatabaseConfig): Promise<unknown> {
    const opened = connectDatabase(config, { role: 'app', poolSize: 1 });
    const pool = await opened.catch((error: unknown) => error as Error & { cause: Error });
    if (pool instanceof Error) return [(pool as { code?: string }).code, isDatabaseOutage(pool.cause)];
    await pool.destroy();
    return 'let in';
  }

  test('unless the server is the one that was certified, so that the refusals below mean something', async () => {
    expect(await refusalOf(trusted)).toBe('let in');
  });

  test('when another authority certified the server', async () => {
    const config = await postgres.trust(plain, new TestAuthority());
    expect(await refusalOf(config)).toEqual(['database.untrusted', true]);
  });

  test.each([[['localhost']], [['127.0.0.2']], [['postgres.example']]])(
    'when the certificate is for %j and that is not the host of the configuration',
    async (hosts) => {
      await postgres.show(postgres.authority.certify('127.0.0.1', hosts));
      expect(await refusalOf(trusted)).toEqual(['database.untrusted', true]);
    },
  );

  test('when the server does not encrypt', async () => {
    const database = await createTestDatabase();
    const { authoritiesFile } = trusted.tls ?? { authoritiesFile: '' };
    const config = { ...databaseConfigOf(database), tls: { authoritiesFile } };
    expect(await refusalOf(config)).toEqual(['database.untrusted', true]);
    await database.drop();
  });

  test('neither to start, nor to write a backup', async () => {
    const config = await hubOn(await postgres.trust(plain, new TestAuthority()));
    await expect(startHub(config)).rejects.toMatchObject({ code: 'database.untrusted' });
    const key = { keys: [await identityToRecipient(await generateX25519Identity())] };
    const backup = writeBackup(config, { out: join(postgres.directory, 'never.age'), key, tell });
    await expect(backup).rejects.toMatchObject({ code: 'database.untrusted' });
  });

  test('when a file that it should know the server by is not there', async () => {
    const config = { ...plain, tls: { authoritiesFile: join(postgres.directory, 'absent.pem') } };
    await expect(connectDatabase(config, { role: 'app' })).rejects.toMatchObject({ code: 'config.invalid' });
  });
});

describe('PostgreSQL lets nobody of the hub in', () => {
  test('with the certificate of another login, nor without encryption', async () => {
    const another = await withGateCertificate(trusted, 'koppel_app');
    for (const config of [another, plain])
      await expect(connectDatabase(config, { role: 'gate' })).rejects.toMatchObject({ code: 'hub.failed' });
  });
});

test('a hub whose words to PostgreSQL can be read on the way is ready, and warns', async () => {
  const database = await createTestDatabase(hubTemplate);
  // An address of this machine that does not look like one.
  const hub = await startHub(await hubOn({ ...databaseConfigOf(database), host: '0.0.0.0' }));
  try {
    expect(await readyOf(hub.url)).toMatchObject({ status: 'ready', warnings: ['database-encryption'] });
  } finally {
    await hub.stop();
    await database.drop();
  }
});
