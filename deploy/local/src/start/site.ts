import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@koppel/contract';
import { acquireLock, type HomeLock } from '../home-lock.ts';
import { homePaths } from '../home.ts';
import { StartError } from '../start-error.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import type { ShowProgress } from './progress.ts';

/** One home, held by this process, and what runs in it. */
export interface Site {
  readonly home: string;
  readonly paths: ReturnType<typeof homePaths>;
  readonly log: Log;
  readonly show: ShowProgress;
  readonly supervisor: Supervisor;
  /** Ends everything in reverse and lets the home go. */
  close(): Promise<void>;
}

export interface SiteOptions {
  /** Aborted when somebody wants the start to end; it ends at the next part. */
  readonly signal?: AbortSignal;
  readonly home: string;
  readonly log: Log;
  readonly show: ShowProgress;
}

/** @throws StartError when the home cannot be used, or is in use already. */
export async function openSite({ home, log, show: tell, signal }: SiteOptions): Promise<Site> {
  const paths = homePaths(home);
  await makeHome(home);
  const lock = await acquireLock(paths.lock, `Koppel in ${home}`);
  await keepPreviousLogs(paths.logs);
  await mkdir(paths.sources, { recursive: true, mode: 0o700 });
  const supervisor = new Supervisor({ log });
  const show: ShowProgress = (event) => {
    signal?.throwIfAborted();
    tell(event);
  };
  return { home, paths, log, show, supervisor, close: () => close(supervisor, lock, paths.running) };
}

async function close(supervisor: Supervisor, lock: HomeLock, running: string): Promise<void> {
  await rm(running, { force: true });
  await supervisor.stop();
  await lock.release();
}

async function makeHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true });
    // The account that PostgreSQL runs under when we are root must be able to pass through, and no more.
    await chmod(home, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch (cause) {
    throw new StartError(
      'not-permitted',
      `${home} cannot be made or changed by this user; make it yours, or set KOPPEL_HOME to a directory that is.`,
      { cause },
    );
  }
}

/** The logs of one earlier run are kept, so that they neither vanish in a restart nor grow for ever. */
async function keepPreviousLogs(logs: string): Promise<void> {
  const previous = join(logs, '..', 'logs.previous');
  await rm(previous, { recursive: true, force: true });
  await rename(logs, previous).catch(() => undefined);
  await mkdir(logs, { mode: 0o700 });
}

/** Waits until every piece of work has come to an end, so that none of it outlives a failure of another. */
export async function allOrNone<Results extends readonly unknown[]>(
  works: {
    readonly [Index in keyof Results]: Promise<Results[Index]>;
  },
): Promise<Results> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
