import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalDigest } from '@koppel/contract';
import type { ChronologyEntry } from '../../../src/platform/chronology.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import { partnerOins, people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { codeOf, reasons, Story } from '../story.ts';

let region: ProcessRegion;
let story: Story;
let opened: string;
let entries: readonly ChronologyEntry[];

const page = (query = '') => region.as('chair').get<Page<ChronologyEntry>>(`/v1/cases/${opened}/chronology${query}`);

beforeAll(async () => {
  region = await ProcessRegion.open();
  story = new Story(region);
  opened = (await story.open()).id;
  const join = { oin: partnerOins.tax, reasons: 'They hold the tax returns' };
  await region.as('coordinator').post(`/v1/cases/${opened}/participants`, join);
  await story.act('coordinator', `cases/${opened}`, { action: 'enrich', reasons: 'The picture is complete' });
  entries = (await page('?limit=100')).items;
}, 60_000);
afterAll(() => region?.close());

describe('the chronology of a case', () => {
  test('tells of the case and its parts who did what, in which capacity, when and why, under which model', () => {
    expect(entries.map(({ event }) => `${event.kind} ${event.type}`)).toEqual([
      'case opened',
      ...Array.from({ length: 5 }, () => 'task opened'),
      'case joined',
      'case transitioned',
    ]);
    expect(entries.at(-1)).toMatchObject({
      event: {
        at: expect.any(String),
        model: region.modelVersion,
        by: { oin: partnerOins.centre, person: people.coordinator.person, capacity: { role: 'case-coordinator' } },
        facts: { action: 'enrich', from: 'draft', to: 'enriched' },
      },
      reasons: 'The picture is complete',
    });
    expect(entries.at(-2)?.reasons).toBe('They hold the tax returns');
  });

  test('is in the ledger, event by event, as anybody who holds it can compute', async () => {
    const ledger = await region.database.query<{ index: string; body: string }>('SELECT index, body FROM ledger_entry');
    const bodies = new Map(ledger.map(({ index, body }) => [Number(index), JSON.parse(body)]));
    for (const { event, digest, ledgerIndex } of entries) {
      expect(canonicalDigest(event)).toBe(digest);
      expect(bodies.get(ledgerIndex)).toMatchObject({ type: 'process.recorded', digest });
    }
  });

  test('comes in pages, in the order of the ledger', async () => {
    const seen: ChronologyEntry[] = [];
    for (let after = ''; ; ) {
      const part = await page(`?limit=3${after}`);
      seen.push(...part.items);
      expect(part.items.length).toBeLessThanOrEqual(3);
      if (part.next === undefined) break;
      after = `&after=${part.next}`;
    }
    expect(seen).toEqual(entries);
    const indexes = seen.map(({ ledgerIndex }) => ledgerIndex);
    expect(indexes).toEqual(indexes.toSorted((one, other) => one - other));
  });

  test('takes no cursor of another list', async () => {
    const { next } = await region.as('chair').get<Page<unknown>>('/v1/cases?limit=1');
    expect(next).toBeUndefined();
    const made = Buffer.from(JSON.stringify({ at: '2026-01-01T00:00:00.000Z', id: opened })).toString('base64url');
    expect(await codeOf(page(`?after=${made}`))).toBe('request.invalid');
  });

  test('of its signal says that something was noted, and no more', async () => {
    const { items } = await region.as('reporter').get<Page<{ id: string }>>('/v1/signals');
    const path = `/v1/signals/${items[0]?.id}/chronology`;
    const signal = await region.as('reporter').get<Page<ChronologyEntry>>(path);
    expect(signal.items.map(({ event }) => event.type)).toEqual([
      'opened',
      'transitioned',
      'transitioned',
      'transitioned',
      'noted',
    ]);
    expect(signal.items.at(-1)).toMatchObject({ event: { facts: {} }, reasons: null });
    expect(signal.items.slice(1, 4).map((entry) => entry.reasons)).toEqual([reasons, reasons, reasons]);
  });
});
