import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { packageRules } from '../../src/boundaries/package-rules.ts';
import type { LockEntries } from '../../src/lock/missing-platforms.ts';
import { missingPlatforms } from '../../src/lock/missing-platforms.ts';
import { listWorkspaces, readManifest, repositoryRoot } from '../../src/workspaces.ts';
import type { Workspace } from '../../src/workspaces.ts';
import { brokenLinks } from './markdown-links.ts';
import { findInFiles, listFiles, readText } from './repository-files.ts';

const headings = ['What it does', 'Run it alone', 'Configuration', 'Operations'];
const machinePath = /(?<![\w.~-])\/(?:work|root|Users|home\/\w+)\/[\w.-]+/g;
const postponed = /\b(?:TODO|FIXME|XXX)\b/g;
const emptyNames = /^(?:utils?|helpers?|manager|base|impl|data|handle|process)\.[a-z]+$/;

let files: string[];
let workspaces: Workspace[];

beforeAll(async () => {
  files = await listFiles();
  workspaces = await listWorkspaces();
});

async function missingHeadings({ folder }: Workspace): Promise<string[]> {
  const page = `${folder}/README.md`;
  if (!files.includes(page)) return [`${page} is missing`];
  const text = await readText(page);
  const isMissing = (heading: string) => !new RegExp(`^## ${heading}$`, 'im').test(text);
  return headings.filter(isMissing).map((heading) => `${page}: ## ${heading}`);
}

describe('the repository', () => {
  test('has a README with the four headings in every package', async () => {
    expect((await Promise.all(workspaces.map(missingHeadings))).flat()).toEqual([]);
  });

  test('has no broken relative link or anchor in its pages', async () => {
    const pages = files.filter((file) => file.endsWith('.md'));
    expect(pages.length).toBeGreaterThan(10);
    expect((await Promise.all(pages.map(brokenLinks))).flat()).toEqual([]);
  });

  test('names no path of somebody’s machine', async () => {
    expect(await findInFiles(files, machinePath)).toEqual([]);
  });

  test('postpones nothing in a comment', async () => {
    const shipped = files.filter((file) => !/(^|\/)test\/|package-lock\.json$/.test(file));
    expect(await findInFiles(shipped, postponed)).toEqual([]);
  });

  test('names no registry in its lock file, so that any mirror serves', async () => {
    expect(await findInFiles(['package-lock.json'], /"resolved": "https?:.*"/g)).toEqual([]);
  });

  test('knows in its lock file the optional packages of every platform, so that npm ci works on each', async () => {
    const { packages } = JSON.parse(await readText('package-lock.json')) as { packages: LockEntries };
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(Object.keys(missingPlatforms(packages))).toEqual([]);
  });

  test('has no file whose name says nothing', () => {
    // In the documents the process is what partners share, and no empty word.
    const named = files.filter((file) => !file.startsWith('docs/'));
    expect(named.filter((file) => emptyNames.test(basename(file)))).toEqual([]);
  });

  test('has at most ten root scripts', async () => {
    const { scripts = {} } = await readManifest(repositoryRoot);
    expect(Object.keys(scripts).length).toBeLessThanOrEqual(10);
  });

  test('has one boundary for every package', () => {
    const rulesOf = (folder: string) => packageRules.filter(({ packages }) => new RegExp(`^${packages}$`).test(folder));
    expect(workspaces.filter(({ folder }) => rulesOf(folder).length !== 1)).toEqual([]);
  });

  test('tests and starts with the commands that the README shows', async () => {
    const readme = await readText('README.md');
    expect(readme).toContain('npm ci && npm test');
    expect(readme).toContain('npm ci && npm start');
    expect(await readText('.ci/run')).toContain('\nnpm ci && npm test ');
  });
});
