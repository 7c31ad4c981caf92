import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Item, Reading } from '../../../src/platform/item.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins, people, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf } from '../story.ts';
import { Inquiry, itemOf } from './inquiry.ts';

let region: ProcessRegion;
let inquiry: Inquiry;
let agreement: string;
beforeAll(async () => {
  region = await ProcessRegion.open();
}, 60_000);
beforeEach(async () => {
  inquiry = await Inquiry.open(region);
  agreement = await inquiry.agree();
});
afterAll(() => region?.close());

const ledger = async (): Promise<{ type: string; action?: string }[]> => region.region.ledger();

describe('an answer', () => {
  test('is for the asker, and its metadata for whoever else is joined', async () => {
    const item = itemOf(await inquiry.ask(agreement));
    const { items } = await region.as('chair').get<Page<Item>>(`/v1/cases/${inquiry.root.id}/items`);
    expect(items).toMatchObject([{ id: item, source: partnerOins.municipality, isReadable: false }]);
    expect(await inquiry.read(item, 'chair')).toMatchObject({ isReadable: false, content: null });
    expect(await inquiry.read(item)).toMatchObject({ isReadable: true, content: { answer: { mode: 'content' } } });
  });

  test('is for those as well to whom the agreement lets it be passed on', async () => {
    const onward = { allowed: true, recipients: [partnerOins.centre] };
    const item = itemOf(await inquiry.ask(await inquiry.agree({ onwardDisclosure: onward })));
    await inquiry.join(partnerOins.tax);
    expect((await inquiry.read(item, 'chair')).content).not.toBeNull();
    expect((await inquiry.read(item, 'inspector')).content).toBeNull();
  });

  test('is logged each time that somebody reads it, and only then', async () => {
    const item = itemOf(await inquiry.ask(agreement));
    const consults = async () => (await ledger()).filter(({ action }) => action === 'consult').length;
    const before = await consults();
    await region.as('detective').get(`/v1/cases/${inquiry.root.id}/items`);
    await inquiry.read(item, 'chair');
    expect(await consults()).toBe(before);
    await inquiry.read(item);
    await inquiry.read(item);
    expect(await consults()).toBe(before + 2);
    const marks = await region.region.database.query<{ clear: object }>(
      `SELECT clear FROM process_mark WHERE clear->>'item' = '${item}'`,
    );
    expect(marks.map(({ clear }) => clear)).toMatchObject([
      { type: 'item-read', person: people.detective.person, agreement: { id: agreement } },
      { type: 'item-read' },
    ]);
  });

  test('is not given when reading it cannot be logged', async () => {
    const item = itemOf(await inquiry.ask(agreement));
    await region.region.database.query('ALTER TABLE process_mark RENAME TO process_mark_away');
    try {
      expect(await codeOf(inquiry.read(item))).toBe('hub.failed');
    } finally {
      await region.region.database.query('ALTER TABLE process_mark_away RENAME TO process_mark');
    }
  });
});

describe('who read an answer', () => {
  const readingsOf = (item: string, by: PersonName, page = ''): Promise<Page<Reading>> =>
    region.as(by).get(`/v1/items/${item}/readings${page}`);

  test('is told, page by page, to whoever answers for keeping it and to whoever gave it', async () => {
    const item = itemOf(await inquiry.ask(agreement));
    expect(await readingsOf(item, 'chair')).toEqual({ items: [] });
    for (let i = 0; i < 3; i++) await inquiry.read(item);
    await inquiry.read(item, 'chair');
    const first = await readingsOf(item, 'chair', '?limit=2');
    const rest = await readingsOf(item, 'chair', `?after=${first.next}`);
    const all = [...first.items, ...rest.items];
    expect([first.items.length, rest]).toMatchObject([2, { items: [{}] }]);
    const { oin, person } = { oin: partnerOins.police, person: people.detective.person };
    expect(all).toEqual(all.map((each) => ({ ...each, oin, person, agreement: { id: agreement, version: 1 } })));
    expect(all.map(({ ledgerIndex }) => ledgerIndex)).toEqual(
      all.map(({ ledgerIndex }) => ledgerIndex).toSorted((one, other) => one - other),
    );
    await inquiry.join(partnerOins.municipality);
    expect((await readingsOf(item, 'enforcer')).items).toEqual(all);
  });

  test('is told to nobody else, and to nobody who does not know of the case', async () => {
    const item = itemOf(await inquiry.ask(agreement));
    expect(await codeOf(readingsOf(item, 'detective'))).toBe('process.role-missing');
    expect(await codeOf(readingsOf(item, 'coordinator'))).toBe('process.role-missing');
    expect(await codeOf(readingsOf(item, 'enforcer'))).toBe('resource.not-found');
    const other = itemOf(await inquiry.ask(agreement));
    await inquiry.read(other);
    expect((await readingsOf(item, 'chair')).items).toEqual([]);
  });

  test('is still told when nobody may read the answer any more', async () => {
    const item = itemOf(await inquiry.ask(agreement));
    await inquiry.read(item);
    await region.region.database.query(`UPDATE case_item SET status = 'destroyed', sealed = NULL WHERE id = '${item}'`);
    expect(await codeOf(inquiry.read(item))).toBe('item.locked');
    expect((await readingsOf(item, 'chair')).items).toHaveLength(1);
  });
});

describe('what was asked', () => {
  test('is listed for the joined, about whom only for who asked and who was asked', async () => {
    const asked = await inquiry.ask(agreement);
    await inquiry.join(partnerOins.municipality);
    const path = `/v1/cases/${inquiry.root.id}/information-requests`;
    const seenBy = async (name: 'detective' | 'enforcer' | 'chair') =>
      (await region.as(name).get<Page<ProcessRecord>>(path)).items;
    expect(await seenBy('detective')).toEqual([asked]);
    expect(await seenBy('enforcer')).toEqual([asked]);
    const [seen] = await seenBy('chair');
    expect(seen).toMatchObject({ id: asked.id, state: 'answered' });
    expect(JSON.stringify(seen)).not.toContain('999990019');
    expect(await region.as('chair').get(`/v1/information-requests/${asked.id}`)).toEqual(seen);
    expect(await codeOf(region.as('inspector').get(`/v1/information-requests/${asked.id}`))).toBe('resource.not-found');
  });
});
