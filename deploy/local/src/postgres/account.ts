import { execFile } from 'node:child_process';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';

const run = promisify(execFile);

/** The system account PostgreSQL runs under when we are root, which it refuses to be. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A command line, and the account to start it under when the system can do that for us. */
export interface AccountCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly account: Account | Record<string, never>;
}

const accountName = 'postgres';

/** The account to use: `undefined` for an ordinary user; for root the system's `postgres`, made when absent. */
export async function findAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = await lookUp();
  if (found) return found;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', accountName]);
  } catch (cause) {
    throw new StartError(
      'not-permitted',
      'PostgreSQL does not run as root and no account "postgres" could be made; start Koppel as an ordinary user.',
      { cause },
    );
  }
  const made = await lookUp();
  if (!made)
    throw new StartError('not-permitted', 'PostgreSQL does not run as root; start Koppel as an ordinary user.');
  return made;
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, accountName])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}

/** Keeps the one right that entering somebody else's directories takes, across the change of account. */
const passThrough = [
  '--securebits',
  '+no_setuid_fixup',
  '--inh-caps',
  '+dac_read_search',
  '--ambient-caps',
  '+dac_read_search',
];

/**
 * How to run a program under an account that must reach `paths`. A checkout under /root is closed to every other
 * account; there the program keeps the right to pass through directories, and no other right of root.
 */
export async function asAccount(
  account: Account | undefined,
  command: readonly [string, ...string[]],
  paths: readonly string[],
): Promise<AccountCommand> {
  const [file, ...args] = command;
  if (!account) return { file, args, account: {} };
  const isOpen = (await Promise.all(paths.map((path) => canReach(account, path)))).every(Boolean);
  if (isOpen) return { file, args, account };
  const identity = ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'];
  return { file: 'setpriv', args: [...identity, ...passThrough, file, ...args], account: {} };
}

async function canReach(account: Account, path: string): Promise<boolean> {
  const directory = dirname(path);
  if (!mayPass(account, await stat(directory))) return false;
  return directory === dirname(directory) || canReach(account, directory);
}

function mayPass(account: Account, { mode, uid, gid }: Stats): boolean {
  if (uid === account.uid) return (mode & 0o100) !== 0;
  return (mode & (gid === account.gid ? 0o010 : 0o001)) !== 0;
}
