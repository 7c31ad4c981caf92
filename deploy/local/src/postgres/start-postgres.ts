import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from '@koppel/contract';
import { findFreePort } from '../free-port.ts';
import { acquireLock } from '../home-lock.ts';
import { StartError } from '../start-error.ts';
import { tether } from '../tether.ts';
import { type Account, asAccount, findAccount } from './account.ts';
import { type PostgresBinaries, preparePostgresBinaries } from './binaries.ts';
import { explainFailure } from './failure.ts';
import { initialiseCluster } from './initialise.ts';
import { endOrphan } from './orphan.ts';
import { followUntilReady } from './readiness.ts';

export interface PostgresOptions {
  /** Everything of this cluster; made when absent. */
  readonly dir: string;
  /** On the loopback interface; 0 or absent takes a free one. */
  readonly port?: number;
  readonly log: Log;
  /** Settings of postgresql.conf that differ from ours, for example `fsync: 'off'` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** How to reach a cluster with all rights; plain JSON, so that it can be handed to another process. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  readonly password: string;
}

export interface PostgresServer extends PostgresAddress {
  /** Of the postmaster. */
  readonly pid: number;
  /** Resolves when it has ended, by `stop` or by itself. */
  readonly exited: Promise<void>;
  /** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

interface Cluster {
  readonly dir: string;
  readonly account: Account | undefined;
  readonly binaries: PostgresBinaries;
  readonly superuser: string;
  readonly password: string;
}

const host = '127.0.0.1';

/** Names in messages are those of columns, never values: no personal data reaches the server's log. */
const quietSettings = {
  listen_addresses: host,
  unix_socket_directories: '',
  max_connections: '200',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  lc_messages: 'C',
  timezone: 'UTC',
};

/**
 * Starts a PostgreSQL for this machine alone and returns once it accepts connections. It ends with this process,
 * and one that a crash left behind is ended first.
 * @throws StartError with a sentence that says what to do.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const dir = resolve(options.dir);
  await makeDirectory(dir);
  const lock = await acquireLock(join(dir, 'lock'), `The database in ${dir}`);
  try {
    const cluster = await openCluster(dir, options);
    const server = await launch(cluster, options);
    void server.exited.then(() => lock.release());
    return server;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function makeDirectory(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o711 });
    // For root the cluster belongs to another account, which must be able to pass through.
    await chmod(dir, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch (cause) {
    throw explainFailure(String(cause).replace(/EACCES|EPERM|EROFS/, 'Permission denied'), { dir, port: 0 });
  }
}

async function openCluster(dir: string, { log, settings }: PostgresOptions): Promise<Cluster> {
  const binaries = await preparePostgresBinaries();
  const data = join(dir, 'data');
  const isNew = !(await exists(data));
  const account = await findAccount();
  const cluster = { dir, account, binaries, superuser: 'koppel', password: await superuserPassword(dir, isNew) };
  if (isNew) await initialiseCluster({ ...cluster, isDurable: settings?.['fsync'] !== 'off' });
  else await endOrphan(data, log);
  return cluster;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function superuserPassword(dir: string, isNew: boolean): Promise<string> {
  const file = join(dir, 'superuser-password');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  if (!isNew) {
    throw new StartError(
      'damaged',
      `The file ${file} is missing; restore it from a backup, or move ${dir} away to begin anew.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(`${file}.new`, password, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return password;
}

/** A free port can be lost to another program between finding and binding it; then another one is tried. */
async function launch(cluster: Cluster, options: PostgresOptions): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await findFreePort());
    try {
      return await launchOn(port, cluster, options);
    } catch (error) {
      const isLostRace = error instanceof StartError && error.fault === 'port-in-use' && !options.port;
      if (!isLostRace || attempt === 5) throw error;
    }
  }
}

async function launchOn(port: number, cluster: Cluster, options: PostgresOptions): Promise<PostgresServer> {
  const data = join(cluster.dir, 'data');
  const settings = Object.entries({ ...quietSettings, ...options.settings }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const command = [cluster.binaries.postgres, '-D', data, '-p', String(port), ...settings] as [string, ...string[]];
  const { file, args, account } = await asAccount(cluster.account, command, [cluster.binaries.postgres, data]);
  const postmaster = spawn(file, args, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  tether(postmaster, 'INT');
  const exited = once(postmaster, 'close').then(() => undefined);
  await followUntilReady(postmaster, { place: { dir: cluster.dir, port }, log: options.log });
  const { superuser, password } = cluster;
  return { host, port, superuser, password, pid: postmaster.pid ?? 0, exited, stop: () => stop(postmaster, exited) };
}

async function stop(postmaster: ChildProcess, exited: Promise<void>): Promise<void> {
  postmaster.kill('SIGINT');
  const timer = setTimeout(() => postmaster.kill('SIGQUIT'), 8000);
  await exited;
  clearTimeout(timer);
}
