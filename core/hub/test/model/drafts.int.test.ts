import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { canonicalDigest, type KoppelError } from '@koppel/contract';
import type { Drafts } from '../../src/model/drafts.ts';
import type { InstalledTheme } from '../../src/model/themes.store.ts';
import { oins } from '../fixtures.ts';
import { allrounder, aModel, approver, colleague, editor, ModelHouse, stranger } from './model-house.ts';

let house: ModelHouse;
beforeAll(async () => {
  house = await ModelHouse.open();
});
afterAll(() => house.close());
beforeEach(() => house.empty());

const document = aModel();
const collaboration = 'example-region';

describe('a draft', () => {
  test('is kept as it was sent, digested, and logged with person and office', async () => {
    const draft = await house.draft();
    expect(draft).toMatchObject({ status: 'draft', revision: 1, model: 'example', version: '1.0.0', proposed: null });
    expect(draft.drafted).toMatchObject({ oin: oins.requester, person: editor.person, role: 'model-editor' });
    expect(await house.models.get(editor, draft.id)).toEqual({ ...draft, document });
    expect(house.ledger).toEqual([
      {
        type: 'model.drafted',
        action: 'change',
        collaboration,
        digest: canonicalDigest(document),
        organisation: { oin: oins.requester, client: 'intake' },
        actor: { id: editor.person, role: 'model-editor' },
      },
    ]);
  });

  test('with faults is refused with all of them, and nothing is kept', async () => {
    const [step, ...steps] = document.process.steps;
    const faulty = { process: { ...document.process, steps: [{ ...step, phase: 'nowhere' }, ...steps] }, goals: 7 };
    const error = await house.draft(faulty as never).catch((reason: unknown) => reason as KoppelError);
    expect(error).toMatchObject({ code: 'model.invalid' });
    const paths = (error as KoppelError).details.faults?.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/goals', '/process/steps/0/phase']));
    expect(await house.query('SELECT id FROM reference_model')).toEqual([]);
    expect(house.ledger).toEqual([]);
  });

  test('is a person’s, and only an editor’s of the collaboration', async () => {
    const { person: _person, ...system } = editor;
    await expect(house.draft({}, system)).rejects.toMatchObject({ code: 'token.person-required' });
    await expect(house.draft({}, colleague)).rejects.toMatchObject({ code: 'mandate.missing' });
    await expect(house.draft({}, approver)).rejects.toMatchObject({ code: 'mandate.missing' });
    await expect(house.draft({}, stranger)).rejects.toMatchObject({ code: 'resource.not-found' });
    expect(house.ledger).toEqual([]);
  });

  test('of a theme beyond the mandate is refused', async () => {
    house.mandates['emp-roads'] = [{ ...house.mandates[editor.person]?.[0], themes: ['roads'] } as never];
    const other = { ...editor, person: 'emp-roads' };
    await expect(house.draft({}, other)).rejects.toMatchObject({ code: 'mandate.missing' });
    await expect(house.draft({ theme: 'roads' }, other)).resolves.toMatchObject({ theme: 'roads' });
  });

  test('under a number that was used is refused, also for another text and when two come at once', async () => {
    const both = await Promise.allSettled([house.draft(), house.draft({ theme: 'elsewhere' }, allrounder)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(house.draft()).rejects.toMatchObject({ code: 'resource.exists' });
    expect(house.ledger).toHaveLength(1);
  });

  test('under a number below the one in force is refused; going back is a higher number', async () => {
    await house.applied({ version: '1.1.0' });
    await expect(house.draft({ version: '1.0.9' })).rejects.toMatchObject({
      code: 'model.invalid',
      details: { faults: [{ path: '/version', message: expect.stringContaining('1.1.0') }] },
    });
    await expect(house.draft({ version: '1.1.1' })).resolves.toMatchObject({ status: 'draft' });
  });

  test('is not there when the ledger took no entry', async () => {
    house.isLedgerUp = false;
    await expect(house.draft()).rejects.toMatchObject({ code: 'ledger.unavailable' });
    expect(await house.query('SELECT id FROM reference_model')).toEqual([]);
  });

  test('keeps texts that a database could stumble over', async () => {
    const title = { nl: 'nul \u0000 en 😀', en: 'quote " and backslash \\' };
    const { id } = await house.draft({ title });
    await expect(house.models.get(editor, id)).resolves.toMatchObject({ title, document: { title } });
  });
});

describe('a theme', () => {
  const theme: InstalledTheme = {
    package: '@example/theme',
    collaboration,
    model: {
      model: 'example',
      version: '1.0.0',
      theme: 'example',
      title: document.title,
      digest: canonicalDigest(document),
    },
    agreementTemplates: [],
    document,
  };
  const drafts = (): Drafts => house.drafts([theme, { ...theme, collaboration: 'another-region' }]);

  test('is shown to its collaboration, without the document', async () => {
    const { document: _document, ...offered } = theme;
    await expect(drafts().listThemes(editor)).resolves.toEqual([offered]);
    await expect(drafts().listThemes(stranger)).resolves.toEqual([{ ...offered, collaboration: 'another-region' }]);
  });

  test('is nothing until an editor drafts it by its name', async () => {
    await expect(house.models.list({ caller: editor, filter: {}, page: {} })).resolves.toEqual({ items: [] });
    const draft = await drafts().draft({ caller: editor, collaboration, theme: '@example/theme' });
    expect(draft).toMatchObject({ status: 'draft', digest: theme.model.digest });
    await expect(house.models.get(editor, draft.id)).resolves.toMatchObject({ document });
  });

  test('that is not installed for the collaboration is not there', async () => {
    const asked = { caller: editor, collaboration, theme: '@example/other' };
    await expect(drafts().draft(asked)).rejects.toMatchObject({ code: 'resource.not-found' });
    const elsewhere = house.drafts([{ ...theme, collaboration: 'another-region' }]);
    await expect(elsewhere.draft({ ...asked, theme: theme.package })).rejects.toMatchObject({
      code: 'resource.not-found',
    });
  });
});
