import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, premises, reasons, Story, suspect } from '../story.ts';

let region: ProcessRegion;
let story: Story;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
}, 60_000);
afterAll(() => region?.close());

const tasksOf = (id: string) => region.as('coordinator').get<Page<ProcessRecord>>(`/v1/cases/${id}/tasks?limit=100`);

describe('opening a case', () => {
  test('takes over participants and subjects of its signals, each once', async () => {
    const first = await story.accepted();
    const second = await story.accepted({ subjects: [suspect] }, 'detective');
    const opened = await story.open([first.id, second.id], {
      subjects: [{ ...premises, description: 'The yard behind' }],
    });
    expect(opened).toMatchObject({ state: 'draft', version: 1, isOpen: true });
    expect(opened.participants).toEqual([partnerOins.municipality, partnerOins.police, partnerOins.centre].sort());
    expect(opened.content).toMatchObject({ signals: [first.id, second.id] });
    expect(opened.content?.['subjects']).toHaveLength(3);
    const signal = await region.as('reporter').get<RootView>(`/v1/signals/${first.id}`);
    expect(signal.content).toMatchObject({ cases: [opened.id] });
  });

  test('is for signals in the state that the model asks for', async () => {
    const { id } = await story.submit();
    expect(await codeOf(story.open([id]))).toBe('process.guard-unmet');
    const signal = await region.as('coordinator').get<RootView>(`/v1/signals/${id}`);
    expect(signal).toMatchObject({ version: 1, content: { title: 'A garage where no car is ever repaired' } });
  });

  test('is for the roles of the step, on signals that the opener may see', async () => {
    const { id } = await story.accepted();
    const draft = { signals: [id], body: region.bodies.conference, title: 'Mine' };
    expect(await codeOf(region.as('reporter').post('/v1/cases', draft))).toBe('process.role-missing');
    expect(await codeOf(region.as('detective').post('/v1/cases', draft))).toBe('resource.not-found');
  });

  test('does not carry what was shared about one theme to a body of another', async () => {
    const { id } = await story.accepted();
    const body = await region.createBody('operational', { theme: 'another-theme' });
    expect(await codeOf(story.open([id], { body }))).toBe('request.invalid');
  });

  test('does not carry what was shared in one region to a body of another', async () => {
    const { id } = await story.accepted();
    const body = await region.createBody('operational', { region: 'south' });
    expect(await codeOf(story.open([id], { body }))).toBe('request.invalid');
  });

  test('is for a body of which the opener’s organisation is a member', async () => {
    const { id } = await story.accepted();
    const { police, municipality } = partnerOins;
    const body = await region.createBody('operational', { coordinator: police, members: [police, municipality] });
    expect(await codeOf(story.open([id], { body }))).toBe('resource.not-found');
  });

  test('brings along the tasks of the steps that are open, and once only', async () => {
    const opened = await story.open();
    const before = await tasksOf(opened.id);
    const paths = new Set(before.items.map(({ content }) => content?.['path']));
    expect(paths).toEqual(new Set(['premises', 'incidents', 'money', 'money/income-and-assets', 'money/firms']));
    expect(before.items.every(({ owner, role }) => owner === null && role === 'partner')).toBe(true);
    await story.act('coordinator', `cases/${opened.id}`, { action: 'enrich' });
    expect((await tasksOf(opened.id)).items).toHaveLength(5);
  });
});

describe('a case', () => {
  test('shows a partner nothing before it is joined and everything after', async () => {
    const { id } = await story.open();
    expect(await codeOf(region.as('inspector').get(`/v1/cases/${id}`))).toBe('resource.not-found');
    const joined = await region
      .as('coordinator')
      .post<RootView>(`/v1/cases/${id}/participants`, { oin: partnerOins.tax, reasons });
    expect(joined.participants).toContain(partnerOins.tax);
    const seen = await region.as('inspector').get<RootView>(`/v1/cases/${id}`);
    expect(seen.content).toMatchObject({ title: 'The garage by the canal', signals: [] });
    const again = region.as('coordinator').post(`/v1/cases/${id}/participants`, { oin: partnerOins.tax, reasons });
    expect(await codeOf(again)).toBe('resource.exists');
  });

  test('lets join members of the body by those who are responsible, and nobody else', async () => {
    const { id } = await story.open();
    const path = `/v1/cases/${id}/participants`;
    expect(await codeOf(region.as('enforcer').post(path, { oin: partnerOins.tax, reasons }))).toBe(
      'process.role-missing',
    );
    const stranger = { oin: '00000009999000000003', reasons };
    expect(await codeOf(region.as('coordinator').post(path, stranger))).toBe('request.invalid');
  });

  test('takes subjects with their roles, from whoever contributes', async () => {
    const { id } = await story.open();
    const victim = { kind: 'person', role: 'victim', identifiers: [], description: 'Lives in the back of the garage' };
    const added = await region.as('enforcer').post<RootView>(`/v1/cases/${id}/subjects`, victim);
    expect(added.content?.['subjects']).toHaveLength(3);
    const path = `/v1/cases/${id}/subjects/3/role`;
    expect(await codeOf(region.as('enforcer').post(path, { role: 'suspect', reasons }))).toBe('process.role-missing');
    const changed = await region.as('coordinator').post<RootView>(path, { role: 'third-party', reasons });
    expect(changed.content?.['subjects']).toMatchObject([
      { number: 1 },
      { number: 2 },
      { number: 3, role: 'third-party' },
    ]);
    const nobody = region.as('coordinator').post(`/v1/cases/${id}/subjects/9/role`, { role: 'victim', reasons });
    expect(await codeOf(nobody)).toBe('resource.not-found');
  });

  test('takes what several add at the same time, and loses none of it', async () => {
    const { id } = await story.open();
    const add = (i: number) => ({ kind: 'premises', identifiers: [], description: `Shed number ${i}` });
    const makers = ['enforcer', 'coordinator', 'chair'] as const;
    await Promise.all(makers.map((by, i) => region.as(by).post(`/v1/cases/${id}/subjects`, add(i))));
    const { content, version } = await region.as('chair').get<RootView>(`/v1/cases/${id}`);
    const subjects = content?.['subjects'] as { number: number; description?: string }[];
    expect(subjects.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(subjects.slice(2).map(({ description }) => description)).size).toBe(3);
    expect(version).toBe(4);
  });

  test('tells whoever decides on an old version both versions, and stays as it is', async () => {
    const { id } = await story.open();
    await region
      .as('enforcer')
      .post(`/v1/cases/${id}/subjects`, { kind: 'organisation', identifiers: [{ kind: 'kvk', value: '90000017' }] });
    const late = region
      .as('coordinator')
      .post(`/v1/cases/${id}/transitions`, { action: 'enrich', reasons }, { 'if-match': '"1"' });
    await expect(late).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 1, current: 2 } });
    expect(await region.as('chair').get(`/v1/cases/${id}`)).toMatchObject({ state: 'draft', version: 2 });
  });

  test('keeps what is proposed until whoever is accountable decides or turns it down', async () => {
    const { id } = await story.open();
    const early = { action: 'end-early', intent: 'propose', statements: { 'why-no-further': 'The garage burnt down' } };
    const path = `/v1/cases/${id}`;
    const tasks = await tasksOf(id);
    for (const task of tasks.items) await story.act('coordinator', `tasks/${task.id}`, { action: 'withdraw' });
    expect(await codeOf(story.act('coordinator', `cases/${id}`, { ...early, intent: 'decide' }))).toBe(
      'process.role-missing',
    );
    const proposed = await story.act('coordinator', `cases/${id}`, early);
    expect(proposed).toMatchObject({ state: 'draft', proposal: { action: 'end-early' } });
    expect(await codeOf(region.as('coordinator').post(`${path}/refusals`, { reasons }))).toBe('process.role-missing');
    const declined = await region.as('chair').post<RootView>(`${path}/refusals`, { reasons });
    expect(declined).toMatchObject({ state: 'draft', proposal: null });
    expect(await codeOf(region.as('chair').post(`${path}/refusals`, { reasons }))).toBe('process.transition-refused');
    await story.act('coordinator', `cases/${id}`, early);
    const ended = await story.act('chair', `cases/${id}`, { action: 'end-early' });
    expect(ended).toMatchObject({ state: 'closed', proposal: null });
  });

  test('does not close while a task of it is open', async () => {
    const { id } = await story.open();
    const early = { action: 'end-early', statements: { 'why-no-further': 'The garage burnt down' } };
    await expect(story.act('chair', `cases/${id}`, early)).rejects.toMatchObject({
      code: 'process.guard-unmet',
      details: { unmet: [{ guard: 'tasks-in' }] },
    });
  });
});

test('a signal whose retention period is over carries no case, and nothing can be done to it', async () => {
  const late = await story.accepted();
  region.clock.advanceDays(1826);
  await region.renewMandates();
  expect(await codeOf(story.open([late.id]))).toBe('process.closed');
  const seen = await region.as('coordinator').get<RootView>(`/v1/signals/${late.id}`);
  expect(seen).toMatchObject({ state: 'accepted', content: null, actions: [] });
  const path = `/v1/signals/${late.id}/participants`;
  expect(await codeOf(region.as('coordinator').post(path, { oin: partnerOins.tax, reasons }))).toBe('process.closed');
  const { hits } = await region.as('coordinator').post<{ hits: unknown[] }>('/v1/searches', { words: 'repaired' });
  expect(hits).toEqual([]);
});
