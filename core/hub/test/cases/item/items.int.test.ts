import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Item, OpenedItem } from '../../../src/platform/item.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import { partnerOins, people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, Story } from '../story.ts';

const note = { kind: 'note', title: 'What the neighbours tell', text: 'Cars come and go at night.', secrecy: [] };

let region: ProcessRegion;
let opened: RootView;
beforeAll(async () => {
  region = await ProcessRegion.open();
  opened = await new Story(region).open();
}, 60_000);
afterAll(() => region?.close());

const items = () => `/v1/cases/${opened.id}/items`;

describe('an item that somebody writes in a case', () => {
  test('says what it says to everybody who is joined, with its terms and its source', async () => {
    const draft = { ...note, secrecy: ['medical'] };
    const added = await region.as('enforcer').post<Item>(items(), draft);
    expect(added).toMatchObject({
      root: opened.id,
      kind: 'note',
      title: note.title,
      source: partnerOins.municipality,
      person: people.enforcer.person,
      isReadable: true,
      terms: { agreement: null, onwardDisclosure: { allowed: false }, secrecy: ['medical'] },
      retention: { status: 'active', activeUntil: null },
    });
    const read = await region.as('chair').get<OpenedItem>(`/v1/items/${added.id}`);
    expect(read).toEqual({ ...added, content: { title: note.title, text: note.text } });
  });

  test('is in the list in the order in which it came, page by page', async () => {
    const ids: string[] = [];
    for (const title of ['One', 'Two', 'Three'].map((name) => `Note ${name}`)) {
      ids.push((await region.as('coordinator').post<Item>(items(), { ...note, title })).id);
    }
    const first = await region.as('enforcer').get<Page<Item>>(`${items()}?limit=2`);
    const rest = await region.as('enforcer').get<Page<Item>>(`${items()}?after=${first.next}`);
    const all = [...first.items, ...rest.items];
    expect(all.map(({ id }) => id).slice(-3)).toEqual(ids);
    expect(all.slice(-3).map(({ title }) => title)).toEqual(['Note One', 'Note Two', 'Note Three']);
    expect(first.items).toHaveLength(2);
  });

  test('is told in the chronology without a word of what it says', async () => {
    const added = await region.as('enforcer').post<Item>(items(), { ...note, title: 'Planted title' });
    const { items: entries } = await region
      .as('chair')
      .get<Page<{ event: { type: string; facts: { item?: string } } }>>(`/v1/cases/${opened.id}/chronology?limit=200`);
    const entry = entries.find(({ event }) => event.facts.item === added.id);
    expect(entry).toMatchObject({ event: { type: 'item-added', facts: { kind: 'note', digest: added.digest } } });
    expect(JSON.stringify(entry)).not.toContain('Planted title');
  });

  test('is in no column of the database as it was written', async () => {
    await region.as('enforcer').post<Item>(items(), { ...note, title: 'Zonnebloem 71', text: 'Vlinderstruik 93' });
    const rows = await region.region.database.query<{ row: string }>('SELECT i::text AS row FROM case_item i');
    const hexadecimal = ['Zonnebloem 71', 'Vlinderstruik 93'].map((text) => Buffer.from(text).toString('hex'));
    for (const planted of ['Zonnebloem 71', 'Vlinderstruik 93', ...hexadecimal]) {
      expect(rows.filter(({ row }) => row.includes(planted))).toEqual([]);
    }
  });

  test('comes from whoever does something in a step that is open, and from nobody else', async () => {
    expect(await codeOf(region.as('reporter').post(items(), note))).toBe('process.role-missing');
    expect(await codeOf(region.as('detective').post(items(), note))).toBe('resource.not-found');
    expect(await codeOf(region.partners.centre.post(items(), note))).toBe('token.person-required');
  });

  test('is refused to whoever decided on an older version of the case', async () => {
    const { version } = await region.as('coordinator').get<RootView>(`/v1/cases/${opened.id}`);
    const stale = region.as('coordinator').post(items(), note, { 'If-Match': `"${version - 1}"` });
    await expect(stale).rejects.toMatchObject({ code: 'resource.changed', details: { current: version } });
  });

  test('can be added by several at once without one getting lost', async () => {
    const titles = ['a', 'b', 'c'].map((letter) => `At once ${letter}`);
    await Promise.all(titles.map((title) => region.as('coordinator').post(items(), { ...note, title })));
    const { items: all } = await region.as('coordinator').get<Page<Item>>(`${items()}?limit=200`);
    const kept = new Set(all.map(({ title }) => title));
    expect(titles.filter((title) => !kept.has(title))).toEqual([]);
  });
});

describe('an item of a case that somebody is not joined to', () => {
  test('is not there', async () => {
    const added = await region.as('enforcer').post<Item>(items(), note);
    const absent = '01938c5e-8c00-7000-8000-00000000dead';
    const problems = await Promise.all(
      [added.id, absent].map((id) =>
        region
          .as('detective')
          .get(`/v1/items/${id}`)
          .catch((error: unknown) => error),
      ),
    );
    expect(problems[0]).toMatchObject({ code: 'resource.not-found' });
    expect(problems[1]).toEqual(problems[0]);
    expect(await codeOf(region.as('detective').get(items()))).toBe('resource.not-found');
  });
});

describe('a signal', () => {
  test('holds items as well', async () => {
    const { id } = await new Story(region).submit();
    const added = await region.as('triager').post<Item>(`/v1/signals/${id}/items`, note);
    const { items: all } = await region.as('reporter').get<Page<Item>>(`/v1/signals/${id}/items`);
    expect(all).toEqual([added]);
  });
});
