import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Fetches a Debian package with apt, which checks it against the distribution's signed lists, and unpacks it
 * into a directory of its own that `take` may copy from. Nothing is installed and root is not needed.
 * @returns false when this machine has no apt, no network or no such package.
 */
export async function unpackDebianPackage(name: string, take: (root: string) => Promise<void>): Promise<boolean> {
  const workplace = await mkdtemp(join(tmpdir(), 'koppel-package-'));
  try {
    await download(name, workplace);
    const archive = (await readdir(workplace)).find((file) => file.endsWith('.deb'));
    if (archive === undefined) return false;
    const root = join(workplace, 'root');
    await run('dpkg-deb', ['-x', join(workplace, archive), root]);
    await take(root);
    return true;
  } catch {
    // Whatever was missing, the answer is the same: it cannot be had here.
    return false;
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

async function download(name: string, workplace: string): Promise<void> {
  try {
    await run('apt-get', ['download', name], { cwd: workplace, timeout: 60_000 });
  } catch {
    // A fresh image has no package lists, and only root may fetch them into their usual place.
    const lists = await fetchPrivateLists(workplace);
    await run('apt-get', [...lists, 'download', name], { cwd: workplace, timeout: 60_000 });
  }
}

async function fetchPrivateLists(workplace: string): Promise<string[]> {
  const state = join(workplace, 'state');
  const cache = join(workplace, 'cache');
  await mkdir(join(state, 'lists', 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  const options = [`Dir::State=${state}`, 'Dir::State::status=/var/lib/dpkg/status', `Dir::Cache=${cache}`];
  // The sandbox user may not enter a private directory.
  const settings = [...options, 'APT::Sandbox::User=root'].flatMap((option) => ['-o', option]);
  await run('apt-get', [...settings, 'update'], { timeout: 120_000 });
  return settings;
}
