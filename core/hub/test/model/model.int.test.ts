import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalDigest } from '@koppel/contract';
import { toSkos, type ReferenceModel } from '@koppel/process';
import type { ModelRecord, ModelVersion, OfferedTheme } from '../../src/platform/model-actions.ts';
import { roomNames } from '../../src/platform/config.schema.ts';
import { aModel } from './model-house.ts';
import { ModelRegion } from './model-region.ts';

const collaboration = 'example-region';
const unknown = '01938c5e-8c00-7000-8000-0000000000ff';
/** By its path, which is as good as a name. */
const theme = fileURLToPath(new URL('../../../../plugins/theme-undermining/src/index.ts', import.meta.url));
const reasons = 'As the steering group decided';

/** As large as a body may be, so that it also has to fit between two nodes. */
function aLargeModel(): ReferenceModel {
  const model = aModel({ id: 'large' });
  const words = 'In de beschrijving van dit begrip staat wat partners eronder verstaan. '.repeat(28);
  const definition = { nl: words, en: words };
  const concepts = Array.from({ length: 240 }, (_, i) => ({
    id: `concept-${i}`,
    prefLabel: { nl: `begrip ${i}`, en: `concept ${i}` },
    definition,
  }));
  return { ...model, vocabulary: { ...model.vocabulary, concepts: [...model.vocabulary.concepts, ...concepts] } };
}

describe('reference models over HTTP, with the room on another node than the gateway', () => {
  let house: ModelRegion;
  beforeAll(async () => {
    const others = roomNames.filter((room) => room !== 'gateway');
    const config = { themes: [{ package: theme, collaboration }] };
    house = await ModelRegion.open({ nodes: [['gateway'], others], config });
  });
  afterAll(() => house.close());

  const draft = (change: Partial<ReferenceModel>): Promise<ModelVersion> =>
    house.editor.post('/v1/models', { collaboration, document: aModel(change) });
  const propose = (id: string) =>
    house.editor.send<ModelVersion>({ method: 'POST', path: `/v1/models/${id}/proposal` });

  test('go from draft to in force, and every step is in the ledger', async () => {
    const document = aModel({ id: 'whole-way' });
    const { id, digest } = await draft(document);
    expect(digest).toBe(canonicalDigest(document));
    await propose(id);
    await house.approver.post(`/v1/models/${id}/decision`, { outcome: 'approved', reasons });
    await house.approver.post(`/v1/models/${id}/application`, { reasons });
    const record = await house.colleague.get<ModelRecord>(`/v1/models/${id}`);
    expect(record).toMatchObject({ status: 'in-force', document, decision: { reasons } });
    const entries = (await house.region.ledger()).filter(({ type }) => type.startsWith('model.'));
    expect(entries).toMatchObject([
      { type: 'model.drafted', collaboration, digest, actor: { id: 'emp-edit', role: 'model-editor' } },
      { type: 'model.proposed', digest },
      { type: 'model.approved', digest, actor: { id: 'emp-approve', role: 'model-approver' } },
      { type: 'model.applied', digest },
    ]);
  });

  test('carry their revision, and refuse a step on an older one with both', async () => {
    const { id } = await draft({ id: 'revised' });
    const { headers } = await propose(id);
    expect(headers.etag).toBe('"2"');
    const decide = (etag: string) =>
      house.approver.post(`/v1/models/${id}/decision`, { outcome: 'rejected', reasons }, { 'if-match': etag });
    await expect(decide('"1"')).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 1, current: 2 } });
    await expect(decide('"2"')).resolves.toMatchObject({ status: 'rejected', revision: 3 });
  });

  test('with faults are refused with all of them', async () => {
    await expect(draft({ version: 'one', goals: 7 } as never)).rejects.toMatchObject({
      code: 'model.invalid',
      details: {
        faults: expect.arrayContaining([{ path: '/version' }, { path: '/goals' }].map(expect.objectContaining)),
      },
    });
    const { faults } = await house.approver.post<{ faults: { path: string }[] }>('/v1/model-checks', {
      document: { ...aModel(), goals: 7 },
    });
    expect(faults.map(({ path }) => path)).toEqual(['/goals']);
    await expect(house.editor.post('/v1/model-checks', { document: aModel() })).resolves.toEqual({ faults: [] });
  });

  test('are drafted from a document or a theme, not from both and not from nothing', async () => {
    for (const offered of [{}, { document: aModel(), theme: '@example/theme' }])
      await expect(house.editor.post('/v1/models', { collaboration, ...offered })).rejects.toMatchObject({
        code: 'request.invalid',
      });
  });

  test('are not for systems, nor for people without a mandate, nor for other collaborations', async () => {
    const { id } = await draft({ id: 'guarded' });
    const asked = { collaboration, document: aModel({ id: 'uninvited' }) };
    await expect(house.region.requester.post('/v1/models', asked)).rejects.toMatchObject({
      code: 'token.person-required',
    });
    await expect(house.colleague.post('/v1/models', asked)).rejects.toMatchObject({ code: 'mandate.missing' });
    await expect(house.outsider.post('/v1/models', asked)).rejects.toMatchObject({ code: 'resource.not-found' });
    await expect(house.outsider.get(`/v1/models/${id}`)).rejects.toMatchObject({ code: 'resource.not-found' });
    await expect(house.outsider.get('/v1/models')).resolves.toEqual({ items: [] });
  });

  test('are listed by model, for their systems too', async () => {
    await draft({ id: 'listed', version: '1.0.0' });
    await draft({ id: 'listed', version: '1.0.1' });
    const path = '/v1/models?model=listed&limit=1';
    const first = await house.region.provider.get<{ items: ModelVersion[]; next: string }>(path);
    const second = await house.region.provider.get<{ items: ModelVersion[] }>(`${path}&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual(['1.0.1', '1.0.0']);
  });

  test('are applied from a day that exists', async () => {
    const { id } = await draft({ id: 'dated' });
    await propose(id);
    await house.approver.post(`/v1/models/${id}/decision`, { outcome: 'approved', reasons });
    const apply = (from: string) => house.approver.post(`/v1/models/${id}/application`, { from, reasons });
    await expect(apply('2031-02-31T00:00:00Z')).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(apply('2001-01-01T00:00:00Z')).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(apply('2031-01-01T00:00:00Z')).resolves.toMatchObject({ status: 'approved' });
  });

  test('are compared by ids, one way and back, within the collaboration', async () => {
    const [step, ...steps] = aModel().process.steps;
    const slower = { ...step, deadline: { workingDays: 10 } } as NonNullable<typeof step>;
    const { id: earlier } = await draft({ id: 'compared' });
    const { id: later } = await draft({
      id: 'compared',
      version: '1.1.0',
      process: { ...aModel().process, steps: [slower, ...steps] },
    });
    const path = 'process.steps.work-on-signal.deadline.workingDays';
    await expect(house.colleague.get(`/v1/models/${later}/differences?from=${earlier}`)).resolves.toEqual({
      changes: [
        { kind: 'changed', part: 'version', path: 'version', from: '1.0.0', to: '1.1.0' },
        { kind: 'changed', part: 'process.steps', path, from: 5, to: 10 },
      ],
    });
    await expect(house.colleague.get(`/v1/models/${earlier}/differences?from=${earlier}`)).resolves.toEqual({
      changes: [],
    });
    for (const [one, other] of [
      [later, unknown],
      [unknown, later],
    ])
      await expect(house.editor.get(`/v1/models/${one}/differences?from=${other}`)).rejects.toMatchObject({
        code: 'resource.not-found',
      });
    await expect(house.outsider.get(`/v1/models/${later}/differences?from=${earlier}`)).rejects.toMatchObject({
      code: 'resource.not-found',
    });
  });

  test('give their words as SKOS', async () => {
    const { id } = await draft({ id: 'spoken' });
    const { headers, body } = await house.colleague.send<object>({ path: `/v1/models/${id}/vocabulary` });
    expect(headers['content-type']).toBe('application/ld+json; charset=utf-8');
    expect(body).toEqual(toSkos(aModel({ id: 'spoken' })));
    await expect(house.outsider.get(`/v1/models/${id}/vocabulary`)).rejects.toMatchObject({
      code: 'resource.not-found',
    });
  });

  test('may be as large as a body', async () => {
    const document = aLargeModel();
    expect(JSON.stringify({ collaboration, document }).length).toBeGreaterThan(960_000);
    const { id } = await draft(document);
    await expect(house.editor.get(`/v1/models/${id}`)).resolves.toMatchObject({ document });
  });

  test('come from a theme only when somebody drafts it', async () => {
    const { themes } = await house.colleague.get<{ themes: OfferedTheme[] }>('/v1/themes');
    expect(themes).toMatchObject([{ package: theme, collaboration, model: { theme: 'undermining' } }]);
    expect(themes[0]?.agreementTemplates.length).toBeGreaterThan(0);
    await expect(house.outsider.get('/v1/themes')).resolves.toEqual({ themes: [] });
    await expect(house.editor.get('/v1/models?theme=undermining')).resolves.toEqual({ items: [] });
    const drafted = await house.editor.post<ModelVersion>('/v1/models', { collaboration, theme });
    expect(drafted).toMatchObject({ status: 'draft', ...themes[0]?.model });
    const asked = { collaboration, theme: '@koppel/theme-of-nobody' };
    await expect(house.editor.post('/v1/models', asked)).rejects.toMatchObject({ code: 'resource.not-found' });
  });
});
