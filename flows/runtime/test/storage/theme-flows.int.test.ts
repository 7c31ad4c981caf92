import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createFlowStorage, readAllFlows } from '../../src/storage/flow-storage.ts';

const tab = { id: 'theme-tab', type: 'tab', label: 'Weekly look', info: 'Looks.' };
const node = { id: 'theme-node', type: 'inject', z: 'theme-tab', wires: [] };
const own = { id: 'own-tab', type: 'tab', label: 'Own' };

let place: string;
let flows: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'koppel-themes-'));
  flows = join(place, 'flows');
  await mkdir(flows);
  await writeFile(join(flows, 'own.json'), JSON.stringify([own]));
});
afterEach(() => rm(place, { recursive: true }));

interface PackagePlan {
  readonly version?: string;
  readonly kind?: string;
  readonly content?: unknown;
}

/** A theme package as somebody installs it; answers under which name it is found. */
async function install({
  version = '1.0.0',
  kind = 'theme',
  content = [tab, node],
}: PackagePlan = {}): Promise<string> {
  const folder = await mkdtemp(join(place, 'package-'));
  const document = { name: '@example/theme-garden', version, type: 'module', main: 'index.js', koppel: { kind } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(document));
  await writeFile(join(folder, 'flow.json'), JSON.stringify(content));
  await writeFile(
    join(folder, 'index.js'),
    `export const theme = { name: 'garden', flows: [new URL('./flow.json', import.meta.url)] };`,
  );
  return folder;
}

describe('the flows of a theme', () => {
  test('run beside the own ones, as tabs that say where they come from and that nobody changes', async () => {
    const nodes = await readAllFlows({ flows, themes: [await install()] });
    expect(nodes).toEqual([
      {
        ...tab,
        label: 'garden: Weekly look',
        info: 'Looks.\n\n@example/theme-garden 1.0.0',
        locked: true,
      },
      node,
      own,
    ]);
  });

  test('are replaced whole by those of another version of the package', async () => {
    const later = await install({ version: '2.0.0', content: [{ ...tab, label: 'Daily look' }] });
    const nodes = await readAllFlows({ flows, themes: [later] });
    expect(nodes.map(({ id, label, info }) => [id, label, info])).toEqual([
      ['theme-tab', 'garden: Daily look', 'Looks.\n\n@example/theme-garden 2.0.0'],
      ['own-tab', 'Own', undefined],
    ]);
  });

  test('never end up among the own files, whatever an author puts on their tabs', async () => {
    const themes = [await install()];
    const storage = createFlowStorage({ flows, themes, home: place, editor: 'author' });
    const added = { id: 'added', type: 'comment', z: 'theme-tab' };
    const drawn = { ...own, label: 'Own, and better' };
    await storage.saveFlows([{ ...tab, label: 'Mine now' }, node, added, drawn]);
    expect(await readdir(flows)).toEqual(['own.json']);
    expect(JSON.parse(await readFile(join(flows, 'own.json'), 'utf8'))).toEqual([drawn]);
    expect((await storage.getFlows()).map(({ id, label }) => [id, label])).toContainEqual([
      'theme-tab',
      'garden: Weekly look',
    ]);
  });

  test('are refused, all faults at once, when a package is no theme or brings no flow', async () => {
    const themes = ['@example/not-installed', await install({ kind: 'plugin' }), await install({ content: 'no list' })];
    const lines = await readAllFlows({ flows, themes }).then(
      () => [],
      (error: unknown) => (error as Error).message.split('\n'),
    );
    expect(lines).toEqual([
      'The package @example/not-installed is no theme that is installed here',
      `The package ${themes[1]} is no theme that is installed here`,
      expect.stringContaining('flow.json is not a list of nodes'),
    ]);
  });

  test('are refused when an own flow has the id of one of theirs', async () => {
    await writeFile(join(flows, 'twin.json'), JSON.stringify([{ ...own, id: 'theme-tab' }]));
    const both = readAllFlows({ flows, themes: [await install()] });
    await expect(both).rejects.toMatchObject({ code: 'config.invalid', message: 'The id theme-tab is used twice' });
  });
});
