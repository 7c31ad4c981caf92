import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../../src/workspaces.ts';

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.koppel']);

/** Every file of the repository, relative to its root; what is installed, built or run is not part of it. */
export async function listFiles(folder = ''): Promise<string[]> {
  const entries = await readdir(join(repositoryRoot, folder), { withFileTypes: true });
  const found = entries
    .filter(({ name }) => !notOurs.has(name) && !name.endsWith('.tgz'))
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : Promise.resolve(entry.isFile() ? [path] : []);
    });
  return (await Promise.all(found)).flat().toSorted();
}

export function readText(file: string): Promise<string> {
  return readFile(join(repositoryRoot, file), 'utf8');
}

/** Every place where `pattern` (with the flag g) matches in the files, as `file:line: match`. */
export async function findInFiles(files: string[], pattern: RegExp): Promise<string[]> {
  const places = files.map(async (file) => {
    const text = await readText(file);
    return [...text.matchAll(pattern)].map((match) => {
      const line = text.slice(0, match.index).split('\n').length;
      return `${file}:${line}: ${match[0].trim()}`;
    });
  });
  return (await Promise.all(places)).flat();
}
