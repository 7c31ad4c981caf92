import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReferenceModel } from '@koppel/process';
import type { ModelDifferences, RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, reasons, Story } from '../story.ts';

let region: ProcessRegion;
let story: Story;
let opened: RootView;
/** In force since the case was opened: its first state has another name, its deadline is another. */
let next: string;

/** A later version in which the first state of a case is called `concept`. */
function renamed(model: ReferenceModel): ReferenceModel {
  const { process, ...rest }: ReferenceModel = JSON.parse(JSON.stringify(model).replaceAll('"draft"', '"concept"'));
  const steps = process.steps.map((step) =>
    step.id === 'enrich-case' ? { ...step, deadline: { workingDays: 3 } } : step,
  );
  return { ...rest, version: '1.1.0', process: { ...process, steps } };
}

beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  opened = await story.open();
  next = await region.enforce(renamed(region.model));
}, 60_000);
afterAll(() => region?.close());

const get = () => region.as('chair').get<RootView>(`/v1/cases/${opened.id}`);
const moves = [{ machine: 'case', state: 'draft', to: 'concept' }];

describe('a running case', () => {
  test('stays on the version that it was opened under', async () => {
    expect(await get()).toMatchObject({ model: region.modelVersion, state: 'draft', version: 1 });
    expect((await story.submit()).model).toBe(next);
  });

  test('can be held against the version in force', async () => {
    const path = `/v1/cases/${opened.id}/model-differences?to=${next}`;
    const differences = await region.as('enforcer').get<ModelDifferences>(path);
    expect(differences.changes).toContainEqual({
      kind: 'changed',
      part: 'process.steps',
      path: 'process.steps.enrich-case.deadline.workingDays',
      from: 20,
      to: 3,
    });
    expect(differences.parts).toContainEqual(
      expect.objectContaining({ machine: 'case', state: 'draft', target: null }),
    );
    expect(differences.parts).toContainEqual(
      expect.objectContaining({ machine: 'task', state: 'open', target: 'open' }),
    );
  });

  test('is not moved by somebody else than whoever is accountable', async () => {
    const move = region.as('coordinator').post(`/v1/cases/${opened.id}/model-moves`, { model: next, moves, reasons });
    expect(await codeOf(move)).toBe('process.role-missing');
  });

  test.each([
    ['that leaves a state behind', () => ({ model: next, reasons }), 'request.invalid'],
    [
      'to a state that the other version does not have',
      () => ({ model: next, reasons, moves: [{ ...moves[0], to: 'nowhere' }] }),
      'request.invalid',
    ],
    ['past the guards', () => ({ model: next, reasons, moves: [{ ...moves[0], to: 'approved' }] }), 'request.invalid'],
    ['to the version that it follows', () => ({ model: region.modelVersion, reasons }), 'process.transition-refused'],
    [
      'to a version that is not in force',
      () => ({ model: '01938c5e-8c00-7000-8000-0000000000ff', reasons }),
      'resource.not-found',
    ],
    ['without reasons', () => ({ model: next, moves }), 'request.invalid'],
  ])('does not make a move %s', async (_title, body, code) => {
    expect(await codeOf(region.as('chair').post(`/v1/cases/${opened.id}/model-moves`, body()))).toBe(code);
    expect(await get()).toMatchObject({ model: region.modelVersion, version: 1 });
  });

  test('moves with all its parts, and goes on by the other version', async () => {
    const tasks = (): Promise<Page<ProcessRecord>> => region.as('chair').get(`/v1/cases/${opened.id}/tasks?limit=100`);
    const before = await tasks();
    const body = { model: next, moves, reasons };
    const late = region.as('chair').post(`/v1/cases/${opened.id}/model-moves`, body, { 'if-match': '"7"' });
    expect(await codeOf(late)).toBe('resource.changed');
    const moved = await region
      .as('chair')
      .post<{ case: RootView; differences: ModelDifferences }>(`/v1/cases/${opened.id}/model-moves`, body);
    expect(moved.case).toMatchObject({
      model: next,
      state: 'concept',
      phase: 'information-position',
      isOpen: true,
      version: 2,
    });
    expect(moved.differences).toMatchObject({ from: region.modelVersion, to: next });
    expect(Date.parse(String(moved.case.dueAt))).toBeLessThan(Date.parse(String(opened.dueAt)));
    const after = await tasks();
    expect(after.items.map(({ id, dueAt }) => [id, dueAt])).toEqual(before.items.map(({ id, dueAt }) => [id, dueAt]));
    expect(after.items.every(({ model }) => model === next)).toBe(true);
    expect(await story.act('coordinator', `cases/${opened.id}`, { action: 'enrich' })).toMatchObject({
      state: 'enriched',
      model: next,
    });
  });
});

describe('a case for whose state another version has no place', () => {
  /** A later version in which neither the first state of a case nor its phase is what it was. */
  function elsewhere(model: ReferenceModel): ReferenceModel {
    const text = JSON.stringify(model)
      .replaceAll('"concept"', '"sketch"')
      .replaceAll('"information-position"', '"joint-picture"');
    return { ...(JSON.parse(text) as ReferenceModel), version: '1.2.0' };
  }

  test('stays on its version, and the differences say so beforehand', async () => {
    const { id, model } = await story.open();
    const latest = await region.enforce(elsewhere(renamed(region.model)));
    const path = `/v1/cases/${id}/model-differences?to=${latest}`;
    const { parts } = await region.as('chair').get<ModelDifferences>(path);
    expect(parts[0]).toEqual({ machine: 'case', state: 'concept', target: null, candidates: [] });
    const named = [{ machine: 'case', state: 'concept', to: 'approved' }];
    const body = { model: latest, moves: named, reasons };
    const move = region.as('chair').post(`/v1/cases/${id}/model-moves`, body);
    await expect(move).rejects.toMatchObject({
      code: 'process.move-refused',
      details: { parts: [{ machine: 'case', state: 'concept' }] },
    });
    expect(await region.as('chair').get(`/v1/cases/${id}`)).toMatchObject({ model, state: 'concept' });
  });
});
