import { spawn } from 'node:child_process';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, asAccount } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';
import { explainFailure } from './failure.ts';

export interface NewCluster {
  readonly dir: string;
  readonly account: Account | undefined;
  readonly binaries: PostgresBinaries;
  readonly superuser: string;
  readonly password: string;
  /** False when losing the cluster in a power cut is no loss. */
  readonly isDurable: boolean;
}

/**
 * Makes an empty cluster in `<dir>/data`. It is made aside and moved into place, so that one that was interrupted
 * is never mistaken for a whole one. Texts sort by code point on every machine, and pages carry checksums.
 */
export async function initialiseCluster(cluster: NewCluster): Promise<void> {
  const { dir, account } = cluster;
  const draft = join(dir, 'data.new');
  const passwordFile = join(dir, 'password.new');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  try {
    for (const path of account ? [draft, passwordFile] : []) await chown(path, account?.uid ?? 0, account?.gid ?? 0);
    await runInitdb(cluster, draft, passwordFile);
    await rename(draft, join(dir, 'data'));
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function runInitdb(cluster: NewCluster, draft: string, passwordFile: string): Promise<void> {
  const flags = [
    '--data-checksums',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const sync = cluster.isDurable ? [] : ['--no-sync'];
  const login = ['--auth=scram-sha-256', `--username=${cluster.superuser}`, `--pwfile=${passwordFile}`];
  const command = [cluster.binaries.initdb, `--pgdata=${draft}`, ...flags, ...login, ...sync] as [string, ...string[]];
  const { file, args, account } = await asAccount(cluster.account, command, [cluster.binaries.initdb, draft]);
  await new Promise<void>((resolve, reject) => {
    let words = '';
    const initdb = spawn(file, args, { ...account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    initdb.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    initdb.stdout.resume();
    initdb.once('error', reject);
    initdb.once('close', (code) =>
      code === 0 ? resolve() : reject(explainFailure(words, { dir: cluster.dir, port: 0 })),
    );
  });
}
