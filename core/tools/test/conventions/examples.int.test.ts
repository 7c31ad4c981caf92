import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../../src/run-command.ts';
import { repositoryRoot } from '../../src/workspaces.ts';
import { listFiles, readText } from './repository-files.ts';

let work: string;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'koppel-examples-'));
  await symlink(join(repositoryRoot, 'node_modules'), join(work, 'node_modules'));
  await writeFile(join(work, 'package.json'), JSON.stringify({ type: 'module' }));
});

afterAll(() => rm(work, { recursive: true }));

/** Writes each TypeScript block of a page to a file named after the page, and returns how many there were. */
async function extractExamples(page: string): Promise<number> {
  const blocks = [...(await readText(page)).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  const stem = page.replaceAll('/', '-').replace('.md', '');
  await Promise.all(blocks.map((code, i) => writeFile(join(work, `${stem}-${i + 1}.ts`), code)));
  return blocks.length;
}

test('the TypeScript examples in the pages compile against the packages', async () => {
  const pages = (await listFiles()).filter((file) => file.endsWith('.md'));
  const counts = await Promise.all(pages.map(extractExamples));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);

  const config = { extends: join(repositoryRoot, 'tsconfig.json'), include: ['*.ts'] };
  await writeFile(join(work, 'tsconfig.json'), JSON.stringify(config));
  expect(await runCommand({ program: 'tsc', args: ['-p', work] })).toMatchObject({ ok: true, output: '' });
});
