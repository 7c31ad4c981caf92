import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePort, tether } from '@koppel/local';
import { createTestDatabase } from '@koppel/testkit';
import { repositoryRoot } from '../support/deploy-files.ts';

/** The names of all metrics that a running hub offers; those of a histogram with their endings. */
export async function listHubMetrics(): Promise<ReadonlySet<string>> {
  const database = await createTestDatabase();
  const home = await mkdtemp(join(tmpdir(), 'koppel-test-metrics-'));
  const [http, operations] = [await findFreePort(), await findFreePort()];
  const config = {
    home,
    issuer: `http://127.0.0.1:${http}`,
    http: { host: '127.0.0.1', port: http },
    operations: { host: '127.0.0.1', port: operations },
    database: database.config,
    link: { kind: 'memory', adapters: [] },
    logLevel: 'silent',
  };
  await writeFile(join(home, 'hub.json'), JSON.stringify(config), { mode: 0o600 });
  const stop = await startHub(join(home, 'hub.json'));
  try {
    return namesIn(await (await fetch(`http://127.0.0.1:${operations}/metrics`)).text());
  } finally {
    await stop();
    await database.drop();
    await rm(home, { recursive: true });
  }
}

async function startHub(config: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [join(repositoryRoot, 'core/hub/src/main.ts')], {
    env: { PATH: process.env['PATH'], KOPPEL_CONFIG: config },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  tether(child, 'TERM');
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('"ready":true')) return stop;
  throw new Error('The hub ended before it was ready.');
}

const endings = ['_bucket', '_sum', '_count'];

function namesIn(page: string): ReadonlySet<string> {
  const types = [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name = '', type]) => (type === 'histogram' ? endings.map((ending) => name + ending) : [name])),
  );
}
