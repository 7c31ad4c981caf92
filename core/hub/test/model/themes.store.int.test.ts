import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalDigest, type KoppelError } from '@koppel/contract';
import { loadThemes } from '../../src/model/themes.store.ts';
import { anAgreement } from '../fixtures.ts';
import { aModel } from './model-house.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'koppel-themes-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface PackagePlan {
  readonly name: string;
  readonly kind?: string;
  readonly source?: string;
  readonly model?: object;
  readonly templates?: readonly object[];
}

/** Writes a package that is not installed; its entry's path is as good as a name. */
async function writePackage({ name, kind = 'theme', model = aModel(), templates = [], source }: PackagePlan) {
  const home = join(folder, name);
  await mkdir(home);
  await writeFile(join(home, 'package.json'), JSON.stringify({ name, type: 'module', koppel: { kind } }));
  await writeFile(join(home, 'reference-model.yaml'), JSON.stringify(model));
  const theme = `export const theme = {
    name: '${name}',
    modelFile: new URL('reference-model.yaml', import.meta.url),
    agreementTemplates: ${JSON.stringify(templates)},
    flows: [],
  };`;
  await writeFile(join(home, 'index.js'), source ?? theme);
  return { package: join(home, 'index.js'), collaboration: 'example-region' };
}

const {
  id: _id,
  version: _version,
  collaboration: _collaboration,
  ...agreement
} = anAgreement({ casePhases: ['work'] });
const {
  requester: _requester,
  requesterClients: _clients,
  provider: _provider,
  validity: _validity,
  ...terms
} = agreement;
const template = { ...terms, id: 'residents', requesterType: 'partner', providerType: 'partner' };

const failureOf = (configured: Awaited<ReturnType<typeof writePackage>>[]): Promise<KoppelError> =>
  loadThemes(configured).then(
    () => Promise.reject(new Error('these themes were loaded')),
    (error: unknown) => error as KoppelError,
  );

describe('an installed theme', () => {
  test('is offered with its model and its agreements', async () => {
    const configured = await writePackage({ name: 'sound', templates: [template] });
    await expect(loadThemes([configured])).resolves.toEqual([
      {
        ...configured,
        model: {
          model: 'example',
          version: '1.0.0',
          theme: 'example',
          title: aModel().title,
          digest: canonicalDigest(aModel()),
        },
        agreementTemplates: [template],
        document: aModel(),
      },
    ]);
  });

  test('with faults keeps the hub from starting, with every fault of every theme', async () => {
    const error = await failureOf([
      await writePackage({ name: 'two-faults', model: { ...aModel(), version: 'one', goals: 7 } }),
      await writePackage({ name: 'fine' }),
      await writePackage({ name: 'one-fault', model: { ...aModel(), theme: 'NO' } }),
    ]);
    expect(error.code).toBe('plugin.failed');
    const paths = error.details.faults?.map(({ path }) => path.slice(folder.length));
    expect(paths).toEqual(
      expect.arrayContaining([
        '/two-faults/index.js/version',
        '/two-faults/index.js/goals',
        '/one-fault/index.js/theme',
      ]),
    );
    for (const path of ['/version', '/goals', '/theme']) expect(error.message).toContain(`index.js${path} `);
  });

  test('with agreements that its model does not know the parties or phases of is refused', async () => {
    const strange = { ...template, requesterType: 'guild', casePhases: ['work', 'siesta'] };
    const { requesterType: _type, ...incomplete } = template;
    const error = await failureOf([
      await writePackage({ name: 'strange', templates: [template, strange, incomplete] }),
    ]);
    expect(error.details.faults?.map(({ path }) => path.slice(folder.length))).toEqual([
      '/strange/index.js/agreementTemplates/1/requesterType',
      '/strange/index.js/agreementTemplates/1/casePhases/1',
      '/strange/index.js/agreementTemplates/2',
    ]);
  });

  test.each([
    [{ name: 'a-plugin', kind: 'plugin' }, '"kind": "theme"'],
    [{ name: 'no-theme', source: 'export const other = 1;' }, 'named "theme"'],
    [{ name: 'half-a-theme', source: 'export const theme = { modelFile: "model.yaml" };' }, 'named "theme"'],
  ])('that is none is told by what it lacks: %j', async (plan, sentence) => {
    const error = await failureOf([await writePackage(plan)]);
    expect(error).toMatchObject({ code: 'plugin.failed', message: expect.stringContaining(sentence) });
  });

  test('whose model is not there is told by the place where it should be', async () => {
    const source = `export const theme = {
      modelFile: new URL('nowhere.yaml', import.meta.url), agreementTemplates: [], flows: [] };`;
    const error = await failureOf([await writePackage({ name: 'without-model', source })]);
    expect(error).toMatchObject({ code: 'plugin.failed', message: expect.stringContaining('nowhere.yaml') });
  });

  test('that is not installed is told by its name', async () => {
    const error = await failureOf([{ package: '@koppel/theme-of-nobody', collaboration: 'example-region' }]);
    expect(error.message).toContain('@koppel/theme-of-nobody');
  });
});
