import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { repositoryRoot } from '../workspaces.ts';

function buildConfig(folders: string[], outDir: string) {
  return {
    extends: join(repositoryRoot, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      noEmitOnError: true,
      declaration: true,
      sourceMap: true,
      inlineSources: true,
      rootDir: repositoryRoot,
      outDir,
      typeRoots: [join(repositoryRoot, 'node_modules/@types')],
    },
    include: folders.map((folder) => join(repositoryRoot, folder, 'src')),
  };
}

/**
 * Compiles the packages in `folders`, and whatever of ours they import, in one run of tsc. Returns a folder within `work` that
 * mirrors the repository (`core/link/src/index.js`). Throws with the compiler's findings.
 */
export async function compile(folders: string[], work: string): Promise<string> {
  const outDir = join(work, 'out');
  await writeFile(join(work, 'tsconfig.json'), JSON.stringify(buildConfig(folders, outDir)));
  const { ok, output } = await runCommand({ program: 'tsc', args: ['-p', work] });
  if (!ok) throw new Error(`The packages do not compile:\n${output}`);
  return outDir;
}
