import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tether } from '@koppel/local';

const run = promisify(execFile);
const isApart = 'KOPPEL_CHAOS_APART';
const sizeMb = 640;

/**
 * Runs this program once more where its mounts are its own and go with it, and answers its exit code; undefined in that
 * second life, and where the system does not let us.
 */
export async function moveApart(): Promise<number | undefined> {
  if (process.env[isApart] !== undefined || process.getuid?.() !== 0) return undefined;
  const mayMove = await run('unshare', ['-m', 'true']).then(
    () => true,
    () => false,
  );
  if (!mayMove) return undefined;
  const args = ['-m', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', args, { stdio: 'inherit', env: { ...process.env, [isApart]: 'yes' } });
  tether(child, 'TERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** Makes a directory a small file system in memory; false where that cannot be. */
export async function mountSmallDisk(directory: string): Promise<boolean> {
  if (process.env[isApart] === undefined) return false;
  const options = `size=${sizeMb}m,mode=0711`;
  return run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory]).then(
    () => true,
    () => false,
  );
}

const piece = Buffer.alloc(1024 * 1024);

/** Leaves not one block free; answers how to free them. */
export async function fillDisk(directory: string): Promise<() => Promise<void>> {
  const ballast = join(directory, 'ballast');
  const file = await open(ballast, 'w');
  try {
    const { bavail, bsize } = await statfs(directory);
    for (let left = bavail * bsize; left > 0; left -= piece.length) await file.write(piece);
    for (;;) await file.write(piece, 0, bsize);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
  return () => rm(ballast, { force: true });
}
