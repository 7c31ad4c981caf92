import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createUuidV7, verifyExport } from '@koppel/ledger';
import { createKeyPair } from '@koppel/local';
import type { Page } from '../../src/platform/paging.ts';
import { roomNames } from '../../src/platform/config.schema.ts';
import { oins } from '../fixtures.ts';
import { Region } from '../region.ts';
import { listDisclosures } from './list-disclosures.ts';
import { aQuestion, LogRoom } from './log-room.ts';

/** The door on one node and the log on another: what one tells the other must fit into messages. */
const subject = { kind: 'bsn', value: '999990044' } as const;
const often = 1200;
/** The most that one entry may be about. */
const crowd = Array.from(
  { length: 1000 },
  (_none, place) => ({ kind: 'bsn', value: String(999_980_000 + place) }) as const,
);
const crowded = 45;

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
    for (let written = 0; written < often; written += 400)
      await ledger.append(Array.from({ length: 400 }, () => ({ ...question, exchange: createUuidV7(now) })));
    crowdedFrom = new Date((room.clock.time += 1000)).toISOString();
    for (let written = 0; written < crowded; written += 1)
      await ledger.append([{ ...question, exchange: createUuidV7(now), subjects: crowd }]);
  } finally {
    await room.leave();
  }
}, 60_000);
afterAll(() => region?.close());

test('who was asked about more than a thousand times is shown page by page, newest first, and each look is logged', async () => {
  const before = (await region.ledger()).length;
  const indexes = (await listDisclosures(region.operator, subject)).map(({ index }) => index);
  expect([indexes.length, new Set(indexes).size]).toEqual([often, often]);
  expect(indexes).toEqual(indexes.toSorted((one, other) => other - one));
  const consulted = Array.from({ length: 3 }, () => 'ledger.consulted');
  expect((await region.ledger()).slice(before).map(({ type }) => type)).toEqual(consulted);
});

test('nobody who took no part is told that there is more', async () => {
  const stranger = await region.register({ oin: oins.stranger, client: 'watch', key: await createKeyPair() });
  await expect(stranger.post('/v1/ledger/disclosures', { subject })).resolves.toEqual({ disclosures: [] });
});

test('entries about as many people as one may be about are found and exported too', async () => {
  await expect(listDisclosures(region.operator, crowd[0] ?? subject)).resolves.toHaveLength(crowded);
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
  expect([found.length, new Set(found).size]).toEqual([crowded, crowded]);
});
