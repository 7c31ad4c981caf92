import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureNatsServer, startPostgres, silentLog } from '@koppel/local';
import { serverVariables } from './test-servers.ts';

/** Tests may lose their data, so nothing waits for a disk. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

/** Where unpacked programs are kept between runs. */
const binDir = resolve(import.meta.dirname, '../../../.koppel/bin');
/** Where Node keeps what it compiled: a hub that a test starts takes half the time to load. */
const compiledDir = resolve(import.meta.dirname, '../../../.koppel/compiled');

/** Starts one PostgreSQL and finds one nats-server for the whole run; both end with it, however it ends. */
export default async function setUp(): Promise<void> {
  process.env['NODE_COMPILE_CACHE'] ??= compiledDir;
  const dir = await mkdtemp(join(tmpdir(), 'koppel-test-'));
  await chmod(dir, 0o711);
  const [postgres, nats] = await Promise.all([
    startPostgres({ dir: join(dir, 'postgres'), log: silentLog, settings }),
    ensureNatsServer({ binDir }),
  ]);
  const { host, port, superuser, password } = postgres;
  process.env[serverVariables.postgres] = JSON.stringify({ host, port, superuser, password });
  if (nats) process.env[serverVariables.nats] = nats.path;
  globalThis.koppelTestServers = async () => {
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  };
}

declare global {
  /** Ends what the setup started; the teardown runs in the same process. */
  var koppelTestServers: (() => Promise<void>) | undefined;
}
