import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** What this repository's tools read of a package.json. */
export interface Manifest {
  name: string;
  version: string;
  description?: string;
  license?: string;
  private?: boolean;
  koppel?: { kind: 'adapter' | 'plugin' | 'theme' };
  exports?: Record<string, string>;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  scripts?: Record<string, string>;
}

export interface Workspace {
  /** Relative to the repository, such as `core/link`. */
  folder: string;
  manifest: Manifest;
}

/** Reads a package.json; throws when it is absent or not JSON. */
export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

const houses = ['core', 'plugins', 'adapters', 'flows', 'deploy'];

/** Every npm workspace of the repository at `root`, in the order of the folders. */
export async function listWorkspaces(root = repositoryRoot): Promise<Workspace[]> {
  const found: Workspace[] = [];
  for (const house of houses) {
    const entries = await readdir(join(root, house), { withFileTypes: true });
    const packages = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${house}/${name}`);
    for (const folder of packages.toSorted()) {
      const names = await readdir(join(root, folder));
      if (names.includes('package.json')) found.push({ folder, manifest: await readManifest(join(root, folder)) });
    }
  }
  return found;
}
