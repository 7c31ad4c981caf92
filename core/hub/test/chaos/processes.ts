import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { tether } from '@koppel/local';

const run = promisify(execFile);

/** A process and those it started, as far as they live. */
export function familyOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return [pid, ...(children === '' ? [] : children.split(' ').map(Number))];
  } catch {
    return [pid];
  }
}

/** Whoever ended meanwhile needs no signal. */
export function signalFamily(pid: number, signal: NodeJS.Signals): void {
  for (const member of familyOf(pid)) {
    try {
      process.kill(member, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

export async function hasProgram(name: string): Promise<boolean> {
  return run(name, ['--version']).then(
    () => true,
    () => false,
  );
}

/** From now on no file of these processes grows (EFBIG), until the function in the answer is called. */
export async function stopGrowth(pid: number): Promise<() => Promise<void>> {
  const limit = async (size: string): Promise<void> => {
    const each = familyOf(pid).map((member) => run('prlimit', ['--pid', String(member), `--fsize=${size}`]));
    await Promise.allSettled(each);
  };
  await limit('0:unlimited');
  return () => limit('unlimited:unlimited');
}

/** From now on nothing that these processes wrote is known to be on the disk (EIO), until the function in the answer is called. */
export async function failSync(pid: number): Promise<() => Promise<void>> {
  const pids = familyOf(pid).flatMap((member) => ['-p', String(member)]);
  const inject = 'inject=fsync,fdatasync:error=EIO';
  const args = ['-f', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', inject, ...pids];
  const tracer = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  tether(tracer, 'TERM');
  const exited = once(tracer, 'exit');
  await Promise.race([once(tracer.stderr, 'data'), exited]);
  return async () => {
    tracer.kill('SIGTERM');
    await exited;
  };
}
