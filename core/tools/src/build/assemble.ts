import { copyFile, cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { repositoryRoot } from '../workspaces.ts';
import type { Workspace } from '../workspaces.ts';
import { pointToBuiltFiles } from './built-paths.ts';
import { publishedManifest } from './published-manifest.ts';

const leftOut = new Set(['dist', 'node_modules', 'test', 'package.json', '.koppel']);

/** Everything a package ships as it is: documents, programs, schemas, locales; not its sources and tests. */
function isShippedAsIs(packageRoot: string, path: string): boolean {
  const parts = relative(packageRoot, path).split(sep);
  return !leftOut.has(parts[0] ?? '') && !(parts[0] === 'src' && path.endsWith('.ts'));
}

async function repairPaths(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((candidate) => /(\.js|\.d\.ts)$/.test(candidate))) {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8');
    const repaired = pointToBuiltFiles(text, file);
    if (repaired !== text) await writeFile(file, repaired);
  }
}

/** Fills `target` with the publishable form of a package, in the layout of its folder; replaces what was there. */
export async function assemble({ folder, manifest }: Workspace, compiled: string, target: string): Promise<void> {
  const packageRoot = join(repositoryRoot, folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const name of await readdir(packageRoot)) {
    const source = join(packageRoot, name);
    const filter = (path: string) => isShippedAsIs(packageRoot, path);
    if (filter(source)) await cp(source, join(target, name), { recursive: true, filter });
  }
  await cp(join(compiled, folder, 'src'), join(target, 'src'), { recursive: true });
  await repairPaths(target);
  await copyFile(join(repositoryRoot, 'LICENSE'), join(target, 'LICENSE'));
  await writeFile(join(target, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
}
