import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@koppel/contract';

/**
 * Ends a PostgreSQL that outlived the process that had started it. Call it only while holding the directory's lock:
 * then whoever still runs on it has no owner.
 */
export async function endOrphan(data: string, log: Log): Promise<void> {
  const pid = await readPid(data);
  if (pid === undefined || !(await runsOn(pid, data))) return;
  log.warn({ pid }, 'ending a PostgreSQL that outlived its owner');
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; await runsOn(pid, data); waitedMs += 20) {
    if (waitedMs === 10_000) process.kill(pid, 'SIGQUIT');
    await pause(20);
  }
}

async function readPid(data: string): Promise<number | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** The file of a crashed one names a pid that may be somebody else's now; its command line tells. */
async function runsOn(pid: number, data: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
    return command === undefined ? process.platform !== 'linux' : command.split('\0').includes(data);
  } catch {
    return false;
  }
}
