import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { circle, foreignPackages, innocents, landmarks, plants } from './plants.ts';

async function writeIn(root: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

/** Imports in each way that the code of the house has; the last stands in a declaration that swc's visitor does not know. */
function importing(specifiers: string[]): string {
  const imports = specifiers.map((specifier) => `import '${specifier}';`);
  return [...imports, 'using resource = open();'].join('\n');
}

async function plantPackage(root: string, folder: string, name: string): Promise<void> {
  const manifest = { name, type: 'module', exports: { '.': './src/index.ts' } };
  await writeIn(root, `${folder}/package.json`, JSON.stringify(manifest));
  await writeIn(root, `${folder}/src/index.ts`, 'export {};');
  await mkdir(join(root, 'node_modules/@koppel'), { recursive: true });
  await symlink(join(root, folder), join(root, 'node_modules', name));
}

async function plantForeignPackage(root: string, name: string): Promise<void> {
  await writeIn(root, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
  await writeIn(root, `node_modules/${name}/index.js`, '');
}

/** Writes a small copy of the repository's shape, with every breach in it, and returns its folder. */
export async function plantTree(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'koppel-boundaries-'));
  const packages = Object.entries(landmarks).map(([folder, name]) => plantPackage(root, folder, name));
  const foreign = foreignPackages.map((name) => plantForeignPackage(root, name));
  const files = [...plants, ...innocents].map(({ file, imports }) => writeIn(root, file, importing(imports)));
  const ring = circle.map((file, i) => writeIn(root, file, importing([i === 0 ? './egg.ts' : './chicken.ts'])));
  await Promise.all([...packages, ...foreign, ...files, ...ring]);
  return root;
}
