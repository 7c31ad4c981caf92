import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from '../../../src/platform/paging.ts';
import type { RootSummary } from '../../../src/platform/root.schema.ts';
import type { PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, Story } from '../story.ts';

let region: ProcessRegion;
let story: Story;
let ids: readonly string[];

const list = (query: string, by: PersonName = 'coordinator') =>
  region.as(by).get<Page<RootSummary>>(`/v1/signals${query}`);
const idsOf = async (query: string, by?: PersonName): Promise<string[]> =>
  (await list(query, by)).items.map(({ id }) => id);

beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  const made: string[] = [];
  for (const by of ['reporter', 'detective', 'reporter', 'detective', 'reporter'] as const)
    made.push((await story.submit({ title: `Signal ${made.length}` }, by)).id);
  ids = made;
  await story.act('triager', `signals/${ids[1]}`, { action: 'triage' });
  await story.accept(String(ids[0]));
}, 60_000);
afterAll(() => region?.close());

describe('a list of signals', () => {
  test('has what each may know of', async () => {
    expect(new Set(await idsOf(''))).toEqual(new Set(ids));
    expect(new Set(await idsOf('', 'reporter'))).toEqual(new Set([ids[0], ids[2], ids[4]]));
    expect(await idsOf('', 'inspector')).toEqual([]);
  });

  test('has the latest change first when asked for that', async () => {
    expect(await idsOf('?sort=changed')).toEqual([ids[0], ids[1], ids[4], ids[3], ids[2]]);
  });

  test('has the first deadline first, and at the end what has none', async () => {
    const { items } = await list('?sort=due');
    const dues = items.map(({ dueAt }) => dueAt ?? '9999');
    expect(dues).toEqual(dues.toSorted((one, other) => one.localeCompare(other)));
    expect(items.at(-1)).toMatchObject({ id: ids[0], dueAt: null, state: 'accepted' });
  });

  test.each([
    ['?state=triaged', [1]],
    ['?phase=information-position', [0]],
    ['?phase=intake&open=true', [1, 2, 3, 4]],
    ['?open=false', [0]],
    ['?mine=true', []],
    ['?body=01938c5e-8c00-7000-8000-0000000000ff', []],
  ])('with %s has those alone', async (query, expected) => {
    expect(new Set(await idsOf(query))).toEqual(new Set(expected.map((i) => ids[i])));
  });

  test('has those of the own organisation when asked for mine', async () => {
    expect(new Set(await idsOf('?mine=true', 'detective'))).toEqual(new Set([ids[1], ids[3]]));
  });

  test.each(['due', 'changed'])('comes in pages that hold each once, by %s', async (sort) => {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const part = await list(`?limit=2&sort=${sort}${after}`);
      seen.push(...part.items.map(({ id }) => id));
      if (part.next === undefined) break;
      after = `&after=${part.next}`;
    }
    expect(seen).toEqual(await idsOf(`?sort=${sort}`));
  });

  test('refuses what it does not know', async () => {
    for (const query of ['?sort=title', '?limit=0', '?limit=201', '?open=yes', '?after=e30'])
      expect(await codeOf(list(query))).toBe('request.invalid');
  });
});
