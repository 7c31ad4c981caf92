import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workspace } from '../workspaces.ts';
import { assemble } from './assemble.ts';
import { compile } from './compile.ts';

/** Builds the packages, each into the folder that `targetOf` gives it. Throws, and leaves old builds alone, when one does not compile. */
export async function buildPackages(packages: Workspace[], targetOf: (built: Workspace) => string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'koppel-build-'));
  try {
    const compiled = await compile(
      packages.map(({ folder }) => folder),
      work,
    );
    for (const built of packages) await assemble(built, compiled, targetOf(built));
  } finally {
    await rm(work, { recursive: true });
  }
}

/** Where `lerna publish --contents dist` looks for a package's published form. */
export function distOf(root: string): (built: Workspace) => string {
  return ({ folder }) => join(root, folder, 'dist');
}
