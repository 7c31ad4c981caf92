import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RetentionForecast } from '../../../src/platform/item-actions.ts';
import type { Item } from '../../../src/platform/item.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf } from '../story.ts';
import { Dossier } from './dossier.ts';

const reasons = 'The court of appeal has yet to decide';

let region: ProcessRegion;
let dossier: Dossier;
beforeAll(async () => {
  region = await ProcessRegion.open();
}, 60_000);
beforeEach(async () => {
  dossier = await Dossier.open(region);
});
afterAll(() => region?.close());

const inDays = (days: number): string => new Date(region.clock.now() + days * 86_400_000).toISOString();

const extend = (path: string, days: number, by: 'chair' | 'coordinator' | 'inspector' = 'chair') =>
  region.as(by).post<{ endsAt: string }>(`${path}/retention-extensions`, { until: inDays(days), reasons });

const limited = { kind: 'note', title: 'For a month', text: 'Only so long', secrecy: [] };

const addLimited = () =>
  region.as('detective').post<Item>(`${dossier.path}/items`, { ...limited, retention: { days: 30, lockedYears: 1 } });

const preview = async (days: number, by: 'detective' | 'inspector' = 'detective') => {
  const path = `/v1/retention?limit=200&before=${inDays(days)}`;
  const { items } = await region.as(by).get<Page<RetentionForecast>>(path);
  return items.filter(({ root }) => root === dossier.id);
};

describe('keeping a case longer', () => {
  test('is for whoever is accountable for keeping it, with reasons that are recorded', async () => {
    const { endsAt: before } = (await dossier.case()).retention;
    const { endsAt } = await extend(dossier.path, 1500);
    expect(Date.parse(endsAt)).toBeGreaterThan(Date.parse(String(before)));
    const told = (await dossier.chronology()).at(-1);
    expect(told).toMatchObject({ event: { type: 'retention-extended', facts: { from: before, endsAt } }, reasons });
    const { retention } = await dossier.case();
    expect(retention).toMatchObject({ endsAt, decision: told?.event.id });
  });

  test('is for nobody else', async () => {
    expect(await codeOf(extend(dossier.path, 1500, 'coordinator'))).toBe('process.role-missing');
    expect(await codeOf(extend(dossier.path, 1500, 'inspector'))).toBe('resource.not-found');
  });

  test('reaches five years ahead at most, and never back', async () => {
    expect(await codeOf(extend(dossier.path, 5 * 366))).toBe('request.invalid');
    expect(await codeOf(extend(dossier.path, 100))).toBe('request.invalid');
    expect(await codeOf(extend(dossier.path, 5 * 365))).toBe('no problem');
  });

  test('makes that its content is readable longer', async () => {
    const short = await Dossier.open(region);
    await extend(dossier.path, 1000);
    region.clock.advanceDays(731);
    expect((await short.case()).content).toBeNull();
    expect((await dossier.case()).content).not.toBeNull();
    expect(await codeOf(extend(short.path, 1500))).toBe('process.closed');
  });
});

describe('keeping an item longer', () => {
  test('is possible for one with a clock of its own, before its time is over', async () => {
    const { id, retention } = await addLimited();
    await extend(`/v1/items/${id}`, 60);
    region.clock.advanceDays(31);
    expect(await dossier.read(id)).toMatchObject({ title: limited.title });
    const item = (await dossier.items()).find((found) => found.id === id);
    const told = (await dossier.chronology()).at(-1);
    expect(told).toMatchObject({
      event: { type: 'item-retention-extended', facts: { item: id, from: retention.activeUntil } },
      reasons,
    });
    expect(item?.retention.decision).toBe(told?.event.id);
    region.clock.advanceDays(31);
    expect(await dossier.read(id)).toBe('item.locked');
    expect(await codeOf(extend(`/v1/items/${id}`, 60))).toBe('item.locked');
  });

  test('is not possible beyond what the agreement says, nor without a clock', async () => {
    expect(await codeOf(extend(`/v1/items/${dossier.answer}`, 400))).toBe('request.invalid');
    expect(await codeOf(extend(`/v1/items/${dossier.note}`, 400))).toBe('request.invalid');
    expect(await codeOf(extend(`/v1/items/${dossier.answer}`, 400, 'coordinator'))).toBe('process.role-missing');
    expect(await codeOf(extend(`/v1/items/${dossier.answer}`, 400, 'inspector'))).toBe('resource.not-found');
  });
});

describe('the preview', () => {
  test('tells what goes when, the first first, to those who may know of it', async () => {
    const { id } = await addLimited();
    expect(await preview(29)).toEqual([]);
    const soon = await preview(800);
    expect(soon.map(({ kind, id: found, next }) => [kind, found, next])).toEqual([
      ['item', id, 'lock'],
      ['item', dossier.answer, 'lock'],
      ['case', dossier.id, 'lock'],
    ]);
    expect(await preview(800, 'inspector')).toEqual([]);
  });

  test('comes in pages', async () => {
    const before = inDays(800);
    const all = await region.as('detective').get<Page<RetentionForecast>>(`/v1/retention?limit=200&before=${before}`);
    const first = await region.as('detective').get<Page<RetentionForecast>>(`/v1/retention?limit=2&before=${before}`);
    const rest = await region
      .as('detective')
      .get<Page<RetentionForecast>>(`/v1/retention?limit=200&before=${before}&after=${first.next}`);
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(all.items.length).toBeGreaterThan(2);
  });

  test('asks for a day of the calendar', async () => {
    const path = '/v1/retention?before=2027-02-30T00:00:00Z';
    expect(await codeOf(region.as('detective').get(path))).toBe('request.invalid');
  });
});
