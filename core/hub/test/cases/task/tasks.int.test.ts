import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import type { TaskDraft } from '../../../src/platform/task.schema.ts';
import { partnerOins, people, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, reasons, Story } from '../story.ts';

const { police, municipality, tax, centre } = partnerOins;

let region: ProcessRegion;
let story: Story;
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
}, 60_000);
afterAll(() => region?.close());

const draft: TaskDraft = { title: 'Look up the permits', owner: municipality, role: 'partner' };

const give = (root: string, change: Partial<TaskDraft> = {}, by: PersonName = 'coordinator'): Promise<ProcessRecord> =>
  region.as(by).post(`/v1/cases/${root}/tasks`, { ...draft, ...change });
const act = (id: string, action: string | object, by: PersonName): Promise<ProcessRecord> => {
  const body = typeof action === 'string' ? { action, reasons } : { reasons, ...action };
  return region.as(by).post(`/v1/tasks/${id}/transitions`, body);
};
const assign = (id: string, body: object, by: PersonName): Promise<ProcessRecord> =>
  region.as(by).post(`/v1/tasks/${id}/assignment`, body);
const list = (by: PersonName, query = ''): Promise<Page<ProcessRecord>> => region.as(by).get(`/v1/tasks${query}`);

/** A case of the municipality and the centre, to which the police are joined as well when told so. */
async function openCase(...joined: string[]): Promise<string> {
  const { id } = await story.open();
  for (const oin of joined) await region.as('coordinator').post(`/v1/cases/${id}/participants`, { oin, reasons });
  return id;
}

describe('giving a task', () => {
  test('makes the case count one more, so that whoever closes it knows of it', async () => {
    const root = await openCase();
    const before = await region.as('coordinator').get<RootView>(`/v1/cases/${root}`);
    const task = await give(root);
    expect(task).toMatchObject({ kind: 'task', root, state: 'open', owner: municipality, role: 'partner', version: 1 });
    const after = await region.as('coordinator').get<RootView>(`/v1/cases/${root}`);
    expect(after.version).toBe(before.version + 1);
    const chronology = await region
      .as('coordinator')
      .get<Page<{ event: { type: string; facts: object } }>>(`/v1/cases/${root}/chronology?limit=200`);
    const told = chronology.items.map(({ event }) => event).findLast(({ type }) => type === 'task-opened');
    expect(told?.facts).toEqual({ task: task.id, owner: municipality, role: 'partner' });
  });

  test('is for contributors of a case that they may know of', async () => {
    const root = await openCase();
    expect(await codeOf(give(root, {}, 'enforcer'))).toBe('no problem');
    expect(await codeOf(give(root, {}, 'reporter'))).toBe('process.role-missing');
    expect(await codeOf(give(root, {}, 'detective'))).toBe('resource.not-found');
    expect(await codeOf(give(root, { owner: police }))).toBe('request.invalid');
    const late = region.as('coordinator').post(`/v1/cases/${root}/tasks`, draft, { 'if-match': '"1"' });
    expect(await codeOf(late)).toBe('resource.changed');
  });

  test('goes together with what others add at the same time', async () => {
    const root = await openCase();
    const given = await Promise.all(['One', 'Two', 'Six'].map((title) => give(root, { title })));
    expect(new Set(given.map(({ id }) => id)).size).toBe(3);
    const all = await region.as('enforcer').get<Page<ProcessRecord>>(`/v1/cases/${root}/tasks?limit=200`);
    expect(all.items.filter(({ content }) => content?.['path'] === undefined)).toHaveLength(3);
  });

  test('ends with the case', async () => {
    const root = await openCase();
    const { items } = await region.as('coordinator').get<Page<ProcessRecord>>(`/v1/cases/${root}/tasks?limit=200`);
    for (const { id } of items) await act(id, 'withdraw', 'coordinator');
    await story.act('chair', `cases/${root}`, {
      action: 'end-early',
      statements: { 'why-no-further': 'It burnt down' },
    });
    const present = [{ oin: centre, person: people.chair.person, role: 'case-chair' }];
    const lessons = ['Come earlier'];
    const tasks = await region.as('coordinator').get<Page<ProcessRecord>>(`/v1/cases/${root}/tasks?limit=200`);
    for (const { id, isOpen } of tasks.items) if (isOpen) await act(id, 'withdraw', 'coordinator');
    await story.act('chair', `cases/${root}`, { action: 'evaluate', present, lessons });
    expect(await codeOf(give(root))).toBe('process.closed');
  });
});

describe('doing a task', () => {
  test('is for its owner, in the roles of the step', async () => {
    const root = await openCase(police);
    const { id } = await give(root);
    expect(await codeOf(act(id, 'accept', 'detective'))).toBe('process.guard-unmet');
    expect(await codeOf(act(id, 'accept', 'reporter'))).toBe('process.role-missing');
    expect(await codeOf(act(id, 'accept', 'inspector'))).toBe('resource.not-found');
    expect(await act(id, 'accept', 'enforcer')).toMatchObject({ state: 'accepted', version: 2 });
    expect(await codeOf(act(id, 'accept', 'enforcer'))).toBe('process.transition-refused');
    expect(await codeOf(act(id, 'fly', 'enforcer'))).toBe('process.action-unknown');
    const late = region
      .as('enforcer')
      .post(`/v1/tasks/${id}/transitions`, { action: 'finish', reasons }, { 'if-match': '"1"' });
    await expect(late).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 1, current: 2 } });
    expect(await region.as('enforcer').get(`/v1/tasks/${id}`)).toMatchObject({ state: 'accepted', version: 2 });
  });

  test('counts the time that it is on each side, up to now', async () => {
    const { id } = await give(await openCase());
    await act(id, 'accept', 'enforcer');
    region.clock.advanceDays(1);
    await act(id, { action: 'ask', statements: { question: 'Which premises?' } }, 'enforcer');
    region.clock.advanceDays(2);
    const { court } = await region.as('enforcer').get<ProcessRecord>(`/v1/tasks/${id}`);
    const inDays = (ms: number) => Math.round(ms / 86_400_000);
    expect(court.side).toBe('opener');
    expect([inDays(court.ownerMs), inDays(court.openerMs)]).toEqual([1, 2]);
    await act(id, { action: 'answer', statements: { answer: 'Those at the canal' } }, 'coordinator');
    const done = await act(id, 'finish', 'enforcer');
    expect(done).toMatchObject({ state: 'done', isOpen: false, court: { side: 'nobody' } });
    region.clock.advanceDays(3);
    const later = await region.as('enforcer').get<ProcessRecord>(`/v1/tasks/${id}`);
    expect([inDays(later.court.ownerMs), inDays(later.court.openerMs)]).toEqual([1, 2]);
  });

  test('is given to a colleague who holds its role, by those of its owner who do', async () => {
    const { id } = await give(await openCase(police));
    const { person } = people.enforcer;
    expect(await assign(id, { assignee: person }, 'enforcer')).toMatchObject({ assignee: person, owner: municipality });
    expect(await assign(id, {}, 'enforcer')).toMatchObject({ assignee: null, owner: municipality });
    expect(await codeOf(assign(id, { assignee: person }, 'reporter'))).toBe('process.role-missing');
    expect(await codeOf(assign(id, { assignee: person }, 'detective'))).toBe('process.role-missing');
    expect(await codeOf(assign(id, { assignee: people.reporter.person }, 'enforcer'))).toBe('request.invalid');
    expect(await codeOf(assign(id, { assignee: person }, 'inspector'))).toBe('resource.not-found');
    await act(id, 'decline', 'enforcer');
    expect(await codeOf(assign(id, {}, 'enforcer'))).toBe('process.closed');
  });
});

describe('tasks of nobody yet', () => {
  test('are taken by the first organisation that has somebody in the role', async () => {
    // Two partners reported it, so the tasks that the first step brings along are of neither.
    const first = await story.accepted();
    const second = await story.accepted({}, 'detective');
    const { id: root } = await story.open([first.id, second.id]);
    const waiting = await list('enforcer', `?unowned=true&case=${root}`);
    expect(waiting.items).toHaveLength(5);
    expect((await list('enforcer', `?case=${root}`)).items).toEqual([]);
    const task = String(waiting.items[0]?.id);
    expect(await codeOf(assign(task, { assignee: people.enforcer.person }, 'detective'))).toBe('request.invalid');
    const taken = await assign(task, { assignee: people.detective.person }, 'detective');
    expect(taken).toMatchObject({ owner: police, assignee: people.detective.person });
    expect(await codeOf(assign(task, {}, 'enforcer'))).toBe('process.role-missing');
    expect((await list('detective', `?case=${root}`)).items.map(({ id }) => id)).toEqual([task]);
    expect((await list('enforcer', `?unowned=true&case=${root}`)).items).toHaveLength(4);
  });

  test('are not of the partner that happens to be joined first, while others of the body could do them too', async () => {
    const { id: root } = await story.open();
    expect((await list('enforcer', `?case=${root}`)).items).toEqual([]);
    expect((await list('enforcer', `?unowned=true&case=${root}`)).items).toHaveLength(5);
  });

  test('are of the only partner of the body that has somebody in the role', async () => {
    const body = await region.createBody('operational', { members: [centre, municipality] });
    const { id: root } = await story.open([(await story.accepted({ body })).id], { body });
    const { items } = await list('enforcer', `?case=${root}`);
    expect(items.map(({ owner }) => owner)).toEqual(Array(5).fill(municipality));
  });
});

describe('my tasks', () => {
  test('are those of my organisation, in roles that I hold, where I may know of the case', async () => {
    const root = await openCase(police);
    const ours = await give(root, { title: 'Ours' });
    const theirs = await give(root, { title: 'Theirs', owner: police });
    const notMine = await give(root, { title: 'Not in my role', role: 'triager' });
    const idsOf = async (by: PersonName) => (await list(by, `?case=${root}&limit=200`)).items.map(({ id }) => id);
    expect(await idsOf('enforcer')).toContain(ours.id);
    expect(await idsOf('enforcer')).not.toContain(notMine.id);
    expect(await idsOf('detective')).toEqual([theirs.id]);
    expect(await idsOf('reporter')).toEqual([]);
    expect(await idsOf('inspector')).toEqual([]);
    expect(await codeOf(region.as('inspector').get(`/v1/tasks/${ours.id}`))).toBe('resource.not-found');
    expect(await codeOf(region.as('inspector').get(`/v1/cases/${root}/tasks`))).toBe('resource.not-found');
  });

  test('are only those in the place of the mandate', async () => {
    const elsewhere = { partner: 'municipality', person: 'mun-far1' } as const;
    await region.mandate(elsewhere, ['partner', 'operational'], { limits: { themes: [], regions: ['south'] } });
    await region.mandate(elsewhere, ['signal-submitter', 'operational']);
    const root = await openCase();
    await give(root);
    // The case is in sight through the other mandate, but nobody here is a partner in the north.
    const seat = region.hubOf(elsewhere);
    expect(await codeOf(seat.get(`/v1/cases/${root}`))).toBe('no problem');
    expect(await seat.get(`/v1/tasks?case=${root}`)).toEqual({ items: [] });
  });

  test('come the first deadline first, in pages, open unless told otherwise, overdue when asked', async () => {
    const root = await openCase(tax);
    const dueIn = (days: number) => new Date(region.clock.now() + days * 86_400_000).toISOString();
    const later = await give(root, { title: 'Later', owner: tax, due: dueIn(5) });
    const soon = await give(root, { title: 'Soon', owner: tax, due: dueIn(1) });
    const done = await give(root, { title: 'Done', owner: tax, due: dueIn(2) });
    await act(done.id, 'decline', 'inspector');
    const mine = (query = '') => list('inspector', `?case=${root}${query}`);
    expect((await mine()).items.map(({ id }) => id)).toEqual([soon.id, later.id]);
    const first = await mine('&limit=1');
    const rest = await mine(`&limit=1&after=${first.next}`);
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([soon.id, later.id]);
    expect(rest.next).toBeUndefined();
    expect((await mine('&open=false')).items.map(({ id }) => id)).toEqual([done.id]);
    expect((await mine('&overdue=true')).items).toEqual([]);
    region.clock.advanceDays(2);
    expect((await mine('&overdue=true')).items.map(({ id }) => id)).toEqual([soon.id]);
    expect(await codeOf(mine('&after=eyJpZCI6MX0'))).toBe('request.invalid');
  });
});
