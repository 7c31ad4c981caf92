import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** Held until `release`, or until the process that holds it is gone, however it went. */
export interface HomeLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  /** When the process began, by the system's own count: a pid alone may belong to another process by now. */
  readonly began: string;
}

/**
 * Takes the lock that the file stands for.
 * @throws StartError `in-use` when another living process holds it.
 */
export async function acquireLock(file: string, what: string): Promise<HomeLock> {
  for (;;) {
    const own = await create(file);
    if (own) return { release: () => release(file, own) };
    const holder = await readHolder(file);
    if (holder && (await isAlive(holder))) {
      throw new StartError(
        'in-use',
        `${what} is in use by process ${holder.pid}; stop that one first, or set KOPPEL_HOME to another directory.`,
      );
    }
    await clear(file, holder);
  }
}

/** Removes the file unless somebody took the lock over, thinking us dead. */
async function release(file: string, own: Holder): Promise<void> {
  const holder = await readHolder(file);
  if (holder && isSame(holder, own)) await rm(file, { force: true });
}

const isSame = (one: Holder, other: Holder | undefined): boolean => one.pid === other?.pid && one.began === other.began;

async function create(file: string): Promise<Holder | undefined> {
  // Written aside and linked into place, so that nobody ever reads half a holder.
  const draft = `${file}.${process.pid}.${process.hrtime.bigint()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    const holder: Holder = { pid: process.pid, began: await beganAt(process.pid) };
    await handle.writeFile(JSON.stringify(holder));
    await handle.close();
    await link(draft, file);
    return holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/**
 * Removes a dead holder's file. One process clears at a time, so that none removes what another has just taken: while
 * the dead file is there nobody can take the lock, and only whoever has the guard removes it.
 */
async function clear(file: string, dead: Holder | undefined): Promise<void> {
  const guard = `${file}.clearing`;
  try {
    await mkdir(guard);
  } catch {
    await waitForGuard(guard);
    return;
  }
  try {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const holder = await readHolder(file);
    if (text !== undefined && (holder === undefined || isSame(holder, dead))) await rm(file, { force: true });
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
}

/** Somebody else clears, which takes a moment; a guard that stays was left behind by a crash. */
async function waitForGuard(guard: string): Promise<void> {
  const made = await stat(guard).catch(() => undefined);
  if (made && Date.now() - made.mtimeMs > abandonedAfterMs) await rm(guard, { recursive: true, force: true });
  else await pause(5);
}

const abandonedAfterMs = 10_000;

async function isAlive({ pid, began }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return (await beganAt(pid)) === began;
}

/** The 22nd field of Linux' process status, after the name in brackets; elsewhere the pid has to do. */
async function beganAt(pid: number): Promise<string> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
