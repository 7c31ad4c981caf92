import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startPostgres, type PostgresServer } from '@koppel/local';
import { Client } from 'pg';
import { seedPermits } from '../../src/permits/seed-permits.ts';
import { createPopulation } from '../../src/population/population.ts';
import { story } from '../../src/population/story.ts';

const population = createPopulation({ households: 40 });
const readerRole = 'permits "reader"';
const silent = (): void => undefined;

describe('the permits database', () => {
  let folder = '';
  let server: PostgresServer;
  let owner: Client;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'koppel-permits-'));
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    server = await startPostgres({ dir: join(folder, 'postgres'), log, settings: { fsync: 'off' } });
    owner = await connect({ user: server.superuser, password: server.password });
    await seedPermits(owner, { population, readerRole, readerPassword: 'first' });
  });

  afterAll(async () => {
    await owner.end();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function connect(account: { user: string; password: string }): Promise<Client> {
    const client = new Client({ host: server.host, port: server.port, database: 'postgres', ...account });
    await client.connect();
    return client;
  }

  async function asReader<Result>(read: (client: Client) => Promise<Result>, password = 'first'): Promise<Result> {
    const client = await connect({ user: readerRole, password });
    try {
      return await read(client);
    } finally {
      await client.end();
    }
  }

  test('shows the reader the premises and permits of an address', async () => {
    const { rows } = await asReader((client) =>
      client.query(
        `SELECT premises.name, kind, status, holder_kvk_number, granted_on::text FROM permits.premises
         JOIN permits.permit ON premises_id = premises.id JOIN permits.address ON address.id = address_id
         WHERE postcode = $1 AND house_number = $2`,
        [story.address.postcode, story.address.houseNumber],
      ),
    );
    expect(rows).toEqual([
      {
        name: story.premises.name,
        kind: 'operating',
        status: 'granted',
        holder_kvk_number: story.firm.kvkNumber,
        granted_on: '2019-06-20',
      },
    ]);
  });

  test('holds the whole population', async () => {
    const { rows } = await asReader((client) =>
      client.query(
        'SELECT (SELECT count(*)::int FROM permits.premises) p, (SELECT count(*)::int FROM permits.permit) q',
      ),
    );
    expect(rows).toEqual([{ p: population.premises.length, q: population.permits.length }]);
  });

  test.each([
    'INSERT INTO permits.premises SELECT * FROM permits.premises',
    'UPDATE permits.permit SET status = status',
    'DELETE FROM permits.permit',
    'TRUNCATE permits.permit',
    'CREATE TABLE permits.mine ()',
    'CREATE TABLE public.mine ()',
    'CREATE TEMPORARY TABLE mine ()',
    'CREATE ROLE mine',
    'SELECT * FROM pg_authid',
  ])('refuses the reader: %s', async (statement) => {
    const attempt = asReader(async (client) => {
      await client.query('SET default_transaction_read_only = off');
      await client.query(statement);
    });
    await expect(attempt).rejects.toThrow(/permission denied/);
  });

  test('starts the reader in read-only transactions with a time limit', async () => {
    const { rows } = await asReader((client) =>
      client.query(
        `SELECT current_setting('transaction_read_only') AS "readOnly", current_setting('statement_timeout') AS "limit"`,
      ),
    );
    expect(rows).toEqual([{ readOnly: 'on', limit: '5s' }]);
  });

  test('replaces content and password when it is loaded again', async () => {
    const smaller = createPopulation({ households: 4 });
    await seedPermits(owner, { population: smaller, readerRole, readerPassword: 'second' });
    await expect(asReader((client) => client.query('SELECT'))).rejects.toThrow(/password authentication failed/);
    const { rowCount } = await asReader((client) => client.query('SELECT FROM permits.premises'), 'second');
    expect(rowCount).toBe(smaller.premises.length);
    await seedPermits(owner, { population, readerRole, readerPassword: 'first' });
  });

  test('keeps what was there when loading fails', async () => {
    const broken = { ...population, permits: [{ ...story.permit, premisesId: 'PR-absent' }] };
    await expect(seedPermits(owner, { population: broken, readerRole, readerPassword: 'third' })).rejects.toThrow(
      /violates foreign key/,
    );
    await expect(owner.query('SELECT')).resolves.toMatchObject({ rowCount: 1 });
    const { rowCount } = await asReader((client) => client.query('SELECT FROM permits.permit'));
    expect(rowCount).toBe(population.permits.length);
  });
});
