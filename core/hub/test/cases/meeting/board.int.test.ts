import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Board } from '../../../src/platform/board.schema.ts';
import { partnerOins, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, Story } from '../story.ts';

let region: ProcessRegion;
let story: Story;
const ids = { case: '', ended: '', signal: '', police: '' };
beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  ids.case = (await story.open()).id;
  ids.ended = (await story.submit()).id;
  await story.act('triager', `signals/${ids.ended}`, { action: 'triage' });
  ids.signal = (await story.submit()).id;
  ids.police = (await story.submit({ title: 'Cash at the counter' }, 'detective')).id;
}, 60_000);
afterAll(() => region?.close());

const boardFor = (name: PersonName, query = '') =>
  region.as(name).get<Board>(`/v1/bodies/${region.bodies.conference}/board${query}`);

describe('the board of a body', () => {
  test('shows what is open, the first deadline first, with whose turn it is', async () => {
    const { items } = await boardFor('coordinator');
    expect(items.map(({ id }) => id).sort()).toEqual([ids.case, ids.ended, ids.signal, ids.police].sort());
    const deadlines = items.map(({ dueAt }) => String(dueAt));
    expect(deadlines).toEqual([...deadlines].sort());
    const row = items.find(({ id }) => id === ids.case);
    expect(row).toMatchObject({ title: 'The garage by the canal', state: 'draft', phase: 'information-position' });
    expect(row).toMatchObject({ isOverdue: false, court: { side: 'nobody', sinceMs: expect.any(Number) } });
  });

  test('counts by state what the viewer may know of, and nothing else', async () => {
    expect((await boardFor('coordinator')).counts).toEqual([
      { kind: 'case', state: 'draft', count: 1 },
      { kind: 'signal', state: 'submitted', count: 2 },
      { kind: 'signal', state: 'triaged', count: 1 },
    ]);
    const police = await boardFor('detective');
    expect(police.items.map(({ id }) => id)).toEqual([ids.police]);
    expect(police.counts).toEqual([{ kind: 'signal', state: 'submitted', count: 1 }]);
    expect(await boardFor('inspector')).toEqual({ items: [], counts: [] });
  });

  test('comes in pages over both kinds, each row once', async () => {
    const all = await boardFor('coordinator');
    const first = await boardFor('coordinator', '?limit=3');
    const rest = await boardFor('coordinator', `?limit=3&after=${first.next}`);
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
    expect(rest.next).toBeUndefined();
    expect(rest.counts).toBeUndefined();
  });

  test('can be narrowed to a kind and a state', async () => {
    expect((await boardFor('coordinator', '?kind=case')).items.map(({ id }) => id)).toEqual([ids.case]);
    expect((await boardFor('coordinator', '?state=triaged')).items.map(({ id }) => id)).toEqual([ids.ended]);
  });

  test('tells what is overdue', async () => {
    region.clock.advanceDays(20);
    const { items } = await boardFor('coordinator', '?kind=signal');
    expect(items.every(({ isOverdue }) => isOverdue)).toBe(true);
  });

  test('is nothing to whoever is no member', async () => {
    const id = await region.createBody('operational', { members: [partnerOins.centre] });
    expect(await codeOf(region.as('detective').get(`/v1/bodies/${id}/board`))).toBe('resource.not-found');
    expect(await region.as('coordinator').get(`/v1/bodies/${id}/board`)).toEqual({ items: [], counts: [] });
  });
});
