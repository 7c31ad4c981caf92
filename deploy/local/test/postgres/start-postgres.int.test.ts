import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chmod, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CapturedLog, silentLog, waitUntil } from '@koppel/testkit';
import { createHubDatabase, startPostgres, withRole, withSuperuser } from '../../src/index.ts';

const settings = { fsync: 'off' };
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'koppel-postgres-'));
  await chmod(home, 0o711);
  await (await start('made')).stop();
}, 60_000);

afterAll(() => rm(home, { recursive: true, force: true }));

const start = (name: string) => startPostgres({ dir: join(home, name), log: silentLog, settings });

/** A cluster that was started and stopped before: a copy, because making one takes longer than all else. */
async function startMade(name: string) {
  await copyMade(name);
  return start(name);
}

const copyMade = (name: string) => promisify(execFile)('cp', ['-a', join(home, 'made'), join(home, name)]);

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Another process that starts the same cluster, so that it can be killed. */
async function startElsewhere(name: string): Promise<{ owner: ChildProcess; pid: number }> {
  const owner = spawn(process.execPath, [join(import.meta.dirname, 'owner.ts'), join(home, name)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: owner.stdout })) return { owner, pid: Number(line) };
  throw new Error('The other process did not start PostgreSQL');
}

describe('the embedded PostgreSQL', () => {
  test('keeps what was written across a stop and a start, and sorts by code point with checksums on', async () => {
    const first = await start('kept');
    const database = await createHubDatabase(first, 'koppel');
    await withRole(database, 'owner', (client) =>
      client.query(`CREATE TABLE word (text text); INSERT INTO word VALUES ('b'), ('é'), ('B')`),
    );
    await first.stop();
    const second = await start('kept');
    const again = await createHubDatabase(second, 'koppel');
    const words = await withRole(again, 'owner', (client) => client.query('SELECT text FROM word ORDER BY text'));
    const checksums = await withSuperuser(second, 'koppel', (client) => client.query('SHOW data_checksums'));
    await second.stop();
    expect(words.rows).toEqual([{ text: 'B' }, { text: 'b' }, { text: 'é' }]);
    expect(checksums.rows).toEqual([{ data_checksums: 'on' }]);
  });

  test('lets nobody in without a password and listens on the loopback interface only', async () => {
    const server = await start('guarded');
    const listening = await withSuperuser(server, 'postgres', (client) => client.query('SHOW listen_addresses'));
    const secret = await stat(join(home, 'guarded', 'superuser-password'));
    const intruder = withSuperuser({ ...server, password: 'guess' }, 'postgres', (client) => client.query('SELECT 1'));
    await expect(intruder).rejects.toThrow('password authentication failed');
    await server.stop();
    expect(listening.rows).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(secret.mode & 0o777).toBe(0o600);
  });

  test('writes no value of a failing statement to its log', async () => {
    const log = new CapturedLog();
    await copyMade('discreet');
    const server = await startPostgres({ dir: join(home, 'discreet'), log, settings });
    await withSuperuser(server, 'postgres', async (client) => {
      await client.query('CREATE TABLE person (bsn text PRIMARY KEY)');
      await client.query(`INSERT INTO person VALUES ('999990019')`);
      await expect(client.query(`INSERT INTO person VALUES ('999990019')`)).rejects.toThrow('duplicate key');
    });
    await server.stop();
    expect(log.text()).toContain('duplicate key');
    expect(log.text()).not.toContain('999990019');
  });

  test('ends when the process that started it is killed, and its data is whole', async () => {
    await copyMade('killed');
    const { owner, pid } = await startElsewhere('killed');
    owner.kill('SIGKILL');
    await waitUntil(() => !isRunning(pid), 'PostgreSQL ended with its owner');
    const server = await start('killed');
    expect(server.pid).not.toBe(pid);
    await server.stop();
  });

  test('that lost its owner unnoticed is ended before the next start', async () => {
    const server = await startMade('orphaned');
    const data = join(home, 'orphaned', 'data');
    const pid = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    // The owner is gone as far as its lock tells, the server is not.
    await rm(join(home, 'orphaned', 'lock'));
    const log = new CapturedLog();
    const next = await startPostgres({ dir: join(home, 'orphaned'), log, settings });
    expect(isRunning(pid)).toBe(false);
    expect(log.text()).toContain('outlived its owner');
    await server.exited;
    await next.stop();
  });

  test('refuses a second start on the same directory while the first one runs', async () => {
    const server = await startMade('busy');
    await expect(start('busy')).rejects.toMatchObject({ fault: 'in-use', message: expect.stringContaining('process') });
    await server.stop();
  });

  test('says that a port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await copyMade('port');
    await expect(startPostgres({ dir: join(home, 'port'), port, log: silentLog, settings })).rejects.toMatchObject({
      fault: 'port-in-use',
      message: expect.stringContaining(`Port ${port}`),
    });
    other.close();
  });

  test('says that a damaged directory is damaged, and does not make a new one over it', async () => {
    await copyMade('damaged');
    await truncate(join(home, 'damaged', 'data', 'global', 'pg_control'), 100);
    await expect(start('damaged')).rejects.toMatchObject({
      fault: 'damaged',
      message: expect.stringContaining('backup'),
    });
    await expect(start('damaged')).rejects.toMatchObject({ fault: 'damaged' });
  });

  test('says that its password file is missing', async () => {
    await copyMade('forgotten');
    await rm(join(home, 'forgotten', 'superuser-password'));
    await expect(start('forgotten')).rejects.toMatchObject({
      fault: 'damaged',
      message: expect.stringContaining('password'),
    });
  });

  test('says that it may not write where it should', async () => {
    await writeFile(join(home, 'file'), '');
    await expect(start('file/below')).rejects.toMatchObject({ message: expect.stringContaining(join(home, 'file')) });
  });

  test('begins anew after an initialisation that was cut short', async () => {
    await copyMade('cut');
    await rm(join(home, 'cut', 'data'), { recursive: true });
    await writeFile(join(home, 'cut', 'data.new'), 'half');
    const server = await start('cut');
    expect(isRunning(server.pid)).toBe(true);
    await server.stop();
  });
});
