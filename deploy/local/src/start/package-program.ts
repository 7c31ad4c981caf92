import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';

const require = createRequire(import.meta.url);

/**
 * A program of another package, beside that package's entry; it is started by path and never imported.
 * @throws StartError `incomplete` when the package or the program is not there.
 */
export function findPackageProgram(packageName: string, program = 'main'): string {
  const folder = dirname(findEntry(packageName));
  const file = ['.ts', '.js']
    .map((extension) => join(folder, `${program}${extension}`))
    .find((path) => existsSync(path));
  if (file === undefined)
    throw new StartError('incomplete', `${packageName} holds no program "${program}"; install it again.`);
  return file;
}

function findEntry(packageName: string): string {
  try {
    return require.resolve(packageName);
  } catch (cause) {
    throw new StartError('incomplete', `${packageName} is not installed here; run "npm install ${packageName}".`, {
      cause,
    });
  }
}
