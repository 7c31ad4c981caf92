import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, chmod, constants, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { unpackDebianPackage } from './nats-package.ts';

const run = promisify(execFile);

/** A nats-server that runs on this machine. */
export interface NatsBinary {
  readonly path: string;
  /** Without the `v`: `2.9.10`. */
  readonly version: string;
}

/** Older servers do not know the claims or the update of accounts that the link depends on. */
const oldestUsable = [2, 9] as const;

/** Debian keeps daemons in /usr/sbin, which is not on everybody's PATH. */
const daemonDirectories = ['/usr/sbin', '/usr/local/sbin'];

/**
 * A nats-server from the PATH, else the one unpacked before into `binDir`, else Debian's package unpacked there
 * without root; `undefined` when none of these is possible on this machine.
 */
export async function ensureNatsServer(options: { readonly binDir: string }): Promise<NatsBinary | undefined> {
  const cached = join(options.binDir, 'nats-server');
  return (await findOnPath()) ?? (await findCached(cached)) ?? (await installPackage(cached));
}

async function findOnPath(): Promise<NatsBinary | undefined> {
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), ...daemonDirectories];
  for (const directory of directories.filter((name) => name !== '')) {
    const usable = await probe(join(directory, 'nats-server'));
    if (usable) return usable;
  }
  return undefined;
}

/** Asks the program itself: a file for another machine, or one that is half written, has no version to tell. */
async function probe(path: string): Promise<NatsBinary | undefined> {
  try {
    await access(path, constants.X_OK);
    const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
    const version = /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    return version !== undefined && isUsable(version) ? { path, version } : undefined;
  } catch {
    return undefined;
  }
}

function isUsable(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestUsable;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

async function findCached(path: string): Promise<NatsBinary | undefined> {
  try {
    const recorded = await readFile(`${path}.sha256`, 'utf8');
    return recorded === (await checksumOf(path)) ? await probe(path) : undefined;
  } catch {
    return undefined;
  }
}

const checksumOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

async function installPackage(path: string): Promise<NatsBinary | undefined> {
  await mkdir(join(path, '..'), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  const isUnpacked = await unpackDebianPackage('nats-server', async (root) => {
    await copyFile(join(root, 'usr/sbin/nats-server'), draft);
  });
  if (!isUnpacked) return undefined;
  await chmod(draft, 0o755);
  const usable = await probe(draft);
  if (!usable) {
    await rm(draft);
    return undefined;
  }
  await writeFile(`${path}.sha256`, await checksumOf(draft));
  await rename(draft, path);
  return { ...usable, path };
}
