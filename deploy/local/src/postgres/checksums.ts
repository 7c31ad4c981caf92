import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asAccount, findAccount } from './account.ts';
import { preparePostgresBinaries } from './binaries.ts';
import { withSuperuser } from './hub-database.ts';

const run = promisify(execFile);

/** Whether the pages of the cluster in this directory carry checksums; asks the server, or the files when it is stopped. */
export async function hasChecksums(dir: string): Promise<boolean> {
  const answer = await askServer(dir).catch(() => askFiles(join(dir, 'data')));
  return answer === 'on';
}

async function askServer(dir: string): Promise<string | undefined> {
  const [pidFile, password] = await Promise.all(
    ['data/postmaster.pid', 'superuser-password'].map((name) => readFile(join(dir, name), 'utf8')),
  );
  const port = Number(pidFile?.split('\n')[3]);
  const address = { host: '127.0.0.1', port, superuser: 'koppel', password: password ?? '' };
  const { rows } = await withSuperuser(address, 'postgres', (client) =>
    client.query<{ data_checksums: string }>('SHOW data_checksums'),
  );
  return rows[0]?.data_checksums;
}

async function askFiles(data: string): Promise<string> {
  const { postgres } = await preparePostgresBinaries();
  const command = [postgres, '-D', data, '-C', 'data_checksums'] as [string, ...string[]];
  const { file, args, account } = await asAccount(await findAccount(), command, [postgres, data]);
  const { stdout } = await run(file, [...args], { ...account, cwd: '/' });
  return stdout.trim();
}
