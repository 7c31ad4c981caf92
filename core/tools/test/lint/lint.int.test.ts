import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../src/run-command.ts';
import { repositoryRoot } from '../../src/workspaces.ts';
import { breaches } from './breaches.ts';

/** What oxlint says of one finding; the names are oxlint's. */
interface Finding {
  code: string;
  filename: string;
}

let work: string;
let findings: Finding[];

const fileOf = (index: number) => `${breaches[index]?.folder ?? 'src'}/breach-${index}.ts`;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'koppel-lint-'));
  await Promise.all([mkdir(join(work, 'src')), mkdir(join(work, 'test'))]);
  await symlink(join(repositoryRoot, 'node_modules'), join(work, 'node_modules'));
  await writeFile(join(work, 'package.json'), JSON.stringify({ type: 'module' }));
  const config = { extends: join(repositoryRoot, 'tsconfig.json'), include: ['src', 'test'] };
  await writeFile(join(work, 'tsconfig.json'), JSON.stringify(config));
  await Promise.all(breaches.map(({ code }, i) => writeFile(join(work, fileOf(i)), `${code}\n`)));
  const args = ['--config', join(repositoryRoot, '.oxlintrc.json'), '--format', 'json', 'src', 'test'];
  const { output } = await runCommand({ program: 'oxlint', args }, work);
  findings = (JSON.parse(output) as { diagnostics: Finding[] }).diagnostics;
});

afterAll(() => rm(work, { recursive: true }));

describe('the lint rules', () => {
  test.each(breaches.map(({ rule }, i) => ({ rule, file: fileOf(i) })))(
    '$rule, and nothing else, names a breach',
    (breach) => {
      const codes = findings.filter(({ filename }) => filename.endsWith(breach.file)).map(({ code }) => code);
      expect(codes).toEqual([breach.rule]);
    },
  );
});
