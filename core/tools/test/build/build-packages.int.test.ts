import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildPackages } from '../../src/build/build-packages.ts';
import type { CommandOutcome } from '../../src/run-command.ts';
import { runCommand } from '../../src/run-command.ts';
import { listWorkspaces, repositoryRoot } from '../../src/workspaces.ts';
import type { Workspace } from '../../src/workspaces.ts';

const installMs = 110_000;
const libraries = ['core/contract', 'core/link', 'core/ledger'];

const listExports = `
const found = {};
for (const name of process.argv.slice(1)) found[name] = Object.keys(await import(name)).sort();
console.log(JSON.stringify(found));`;

const goodConsumer = `
import { KoppelError, type ProblemCode } from '@koppel/contract';
const code: ProblemCode = new KoppelError('exchange.already-answered').code;
// @ts-expect-error A misspelt code is refused, so the declarations are read and hold more than any.
const wrong: ProblemCode = 'exchange.already-anwsered';
console.log(code, wrong);`;

const consumerConfig = {
  compilerOptions: { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, skipLibCheck: true, types: [] },
  include: ['consumer.ts'],
};

let work: string;
let consumer: string;
let packages: Workspace[];

/** The libraries, and one package of each other kind: enough to prove the build without installing everything. */
async function choosePackages(): Promise<Workspace[]> {
  const publishable = (await listWorkspaces()).filter(({ manifest }) => manifest.private !== true);
  const firstOf = (kind: string) => publishable.find(({ manifest }) => manifest.koppel?.kind === kind);
  const chosen = [
    ...publishable.filter(({ folder }) => libraries.includes(folder)),
    firstOf('adapter'),
    firstOf('plugin'),
  ];
  return withOwnDependencies(
    chosen.filter((found) => found !== undefined),
    publishable,
  );
}

/** Nothing of ours is published yet, so whatever a chosen package needs of ours has to be packed with it. */
function withOwnDependencies(chosen: Workspace[], publishable: readonly Workspace[]): Workspace[] {
  const needed = new Set(chosen);
  for (const { manifest } of needed) {
    const names = Object.keys(manifest.dependencies ?? {});
    for (const found of publishable) if (names.includes(found.manifest.name)) needed.add(found);
  }
  return [...needed];
}

async function mustRun(program: string, args: string[], folder: string): Promise<CommandOutcome> {
  const outcome = await runCommand({ program, args }, folder);
  if (!outcome.ok) throw new Error(outcome.output);
  return outcome;
}

async function exportsSeenFrom(folder: string): Promise<Record<string, string[]>> {
  const names = packages.map(({ manifest }) => manifest.name);
  const args = ['--no-warnings', '--input-type=module', '-e', listExports, ...names];
  const { output } = await mustRun('node', args, folder);
  return JSON.parse(output) as Record<string, string[]>;
}

async function installTarballs(): Promise<void> {
  const folders = packages.map(({ folder }) => join(work, 'built', folder));
  await mkdir(consumer);
  await writeFile(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await mustRun('npm', ['pack', '--silent', '--pack-destination', consumer, ...folders], work);
  const tarballs = packages.map(
    ({ manifest: { name, version } }) => `./${name.slice(1).replace('/', '-')}-${version}.tgz`,
  );
  const quietly = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await mustRun('npm', ['install', ...quietly, ...tarballs], consumer);
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'koppel-published-'));
  consumer = join(work, 'consumer');
  packages = await choosePackages();
  await buildPackages(packages, ({ folder }) => join(work, 'built', folder));
  await installTarballs();
}, installMs);

afterAll(() => rm(work, { recursive: true }));

describe('published packages', () => {
  test('include the libraries, an adapter and a plugin', () => {
    expect(packages.map(({ folder }) => folder)).toEqual(expect.arrayContaining(libraries));
    const kinds = packages.map(({ manifest }) => manifest.koppel?.kind);
    expect(kinds).toEqual(expect.arrayContaining(['adapter', 'plugin']));
  });

  test('export to plain JavaScript what their sources export', async () => {
    const published = await exportsSeenFrom(consumer);
    expect(published).toEqual(await exportsSeenFrom(repositoryRoot));
    expect(published['@koppel/contract']).toContain('KoppelError');
  });

  test('type-check a consumer, and refuse its mistake', async () => {
    await writeFile(join(consumer, 'consumer.ts'), goodConsumer);
    await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify(consumerConfig));
    expect(await runCommand({ program: 'tsc', args: ['-p', consumer] })).toMatchObject({ ok: true, output: '' });
  });

  test('hold no source, no test and no dependency of development', async () => {
    const { output } = await mustRun('find', ['node_modules/@koppel', '-type', 'f'], consumer);
    const files = output.trim().split('\n');
    expect(files.filter((file) => file.endsWith('LICENSE'))).toHaveLength(packages.length);
    expect(files.filter((file) => /\/test\/|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });
});
