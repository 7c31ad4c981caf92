import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createUuidV7, verifyExport } from '@koppel/ledger';
import type { Page } from '../../src/platform/paging.ts';
import { roomNames } from '../../src/platform/config.schema.ts';
import { Region } from '../region.ts';
import { aQuestion, LogRoom } from './log-room.ts';

/** The door on one node and the log on another: what one tells the other must fit into messages. */
const subject = { kind: 'bsn', value: '999990044' } as const;
const often = 5000;
/** The most that one entry may be about. */
const crowd = Array.from(
  { length: 1000 },
  (_none, place) => ({ kind: 'bsn', value: String(999_980_000 + place) }) as const,
);
const crowded = 80;

let region: Region;
/** When the crowds are asked about. */
let crowdedFrom = '';

beforeAll(async () => {
  region = await Region.open({ nodes: [['gateway'], roomNames.filter((room) => room !== 'gateway')] });
  const room = await LogRoom.over(region.database, region.home);
  try {
    const ledger = await room.node();
    const now = Date.now();
    const question = aQuestion(now, subject.value);
    for (let written = 0; written < often; written += 500)
      await ledger.append(Array.from({ length: 500 }, () => ({ ...question, exchange: createUuidV7(now) })));
    crowdedFrom = new Date((room.clock.time += 1000)).toISOString();
    for (let written = 0; written < crowded; written += 1)
      await ledger.append([{ ...question, exchange: createUuidV7(now), subjects: crowd }]);
  } finally {
    await room.leave();
  }
}, 60_000);
afterAll(() => region?.close());

test('who was asked about thousands of times is shown all of it, newest first, and one look-up is logged', async () => {
  const before = (await region.ledger()).length;
  const { disclosures } = await region.operator.post<{ disclosures: { index: number }[] }>('/v1/ledger/disclosures', {
    subject,
  });
  const indexes = disclosures.map(({ index }) => index);
  expect(new Set(indexes).size).toBe(often);
  expect(indexes).toEqual(indexes.toSorted((one, other) => other - one));
  expect((await region.ledger()).slice(before).map(({ type }) => type)).toEqual(['ledger.consulted']);
});

test('entries about as many people as one may be about are found and exported too', async () => {
  const { disclosures } = await region.operator.post<{ disclosures: unknown[] }>('/v1/ledger/disclosures', {
    subject: crowd[0],
  });
  expect(disclosures).toHaveLength(crowded);
  const lines = await region.operator.stream('/v1/ledger/export');
  await expect(verifyExport(lines)).resolves.toMatchObject({ isGood: true, faults: 0 });
});

test('and their processing records are listed, page by page', async () => {
  const found: string[] = [];
  let place = `since=${crowdedFrom}&limit=100`;
  for (let next: string | undefined = ''; next !== undefined; place = `after=${next}&limit=100`) {
    const page: Page<{ id: string }> = await region.operator.get(`/v1/processing-activities?${place}`);
    found.push(...page.items.map((activity) => JSON.stringify(activity)));
    next = page.next;
  }
  expect(new Set(found).size).toBe(crowded);
});
