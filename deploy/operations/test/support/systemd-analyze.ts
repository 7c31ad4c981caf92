import { access, cp, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackDebianPackage } from '@koppel/local';
import { repositoryRoot } from './deploy-files.ts';
import { runProgram, type Verdict } from './run-program.ts';

/** The program, and what it needs beyond what a bare Debian has. */
const packages =
  'systemd libsystemd-shared libseccomp2 libapparmor1 libkmod2 libip4tc2 libcryptsetup12 libfdisk1 libmount1 libaudit1 libcap-ng0'.split(
    ' ',
  );
const cache = join(repositoryRoot, '.koppel/bin/systemd');

/** Runs `systemd-analyze` of this machine, or else of Debian's package, unpacked without root. @throws when there is neither. */
export async function systemdAnalyze(...args: readonly string[]): Promise<Verdict> {
  const { program, env } = await findProgram();
  return runProgram(program, args, { env: { ...process.env, SYSTEMD_COLORS: '0', SYSTEMD_EMOJI: '0', ...env } });
}

async function findProgram(): Promise<{ readonly program: string; readonly env: NodeJS.ProcessEnv }> {
  if (await works('systemd-analyze', {})) return { program: 'systemd-analyze', env: {} };
  const program = join(cache, 'usr/bin/systemd-analyze');
  const libraries = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const folders = [`usr/lib/${libraries}`, `usr/lib/${libraries}/systemd`, `lib/${libraries}`];
  const env = { LD_LIBRARY_PATH: folders.map((folder) => join(cache, folder)).join(':') };
  if (!(await works(program, env))) await unpack();
  if (await works(program, env)) return { program, env };
  throw new Error(
    'There is no systemd-analyze here, and Debian’s could not be fetched: install it ("apt-get install systemd").',
  );
}

async function works(program: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await runProgram(program, ['--version'], { env: { ...process.env, ...env } })).ok;
}

async function unpack(): Promise<void> {
  const draft = `${cache}.${process.pid}`;
  for (const name of packages) {
    await unpackDebianPackage(name, async (root) => {
      await mkdir(draft, { recursive: true });
      await cp(root, draft, { recursive: true, verbatimSymlinks: true });
    });
  }
  const isNew = await access(cache).then(
    () => false,
    () => true,
  );
  if (isNew) await rename(draft, cache);
}
