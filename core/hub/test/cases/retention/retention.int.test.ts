import { silentLog } from '@koppel/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Item } from '../../../src/platform/item.schema.ts';
import type { ProcessEvent } from '../../../src/platform/process/process-event.ts';
import { fold } from '../../../src/platform/process/fold.ts';
import { reducers } from '../../../src/platform/process/kinds/reducers.ts';
import { openKeyRing } from '../../../src/platform/keys/open-key-ring.ts';
import { CaseKeys } from '../../../src/platform/process/case-keys.store.ts';
import { connectDatabase } from '../../../src/platform/data-source.ts';
import { databaseConfigOf } from '../../hub-database.ts';
import { people } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { makeRounds } from '../night-watch.ts';
import { Dossier, planted, type Entry } from './dossier.ts';

const yearDays = 365.25;

let region: ProcessRegion;
let dossier: Dossier;
let before: readonly Entry[];
/** A note for a month, then locked for a year. */
let brief: Item;
beforeAll(async () => {
  region = await ProcessRegion.open();
  dossier = await Dossier.open(region);
  before = await dossier.chronology();
  const note = { kind: 'note', title: 'For a month', text: 'Only so long', secrecy: [] };
  const retention = { days: 30, lockedYears: 1 };
  brief = await region.as('detective').post<Item>(`${dossier.path}/items`, { ...note, retention });
}, 60_000);
afterAll(() => region?.close());

const byText = (one: unknown, two: unknown): number => String(one).localeCompare(String(two));

const rows = (sql: string) => region.region.database.query<Record<string, unknown>>(sql);

async function wholeDatabase(): Promise<string> {
  const tables = await rows(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`);
  const texts = await Promise.all(tables.map(({ name }) => rows(`SELECT t::text AS row FROM ${String(name)} t`)));
  return texts
    .flat()
    .map(({ row }) => String(row))
    .join('\n');
}

const forms = (text: string) => [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64')];

describe('while a case is kept', () => {
  test('nothing that people wrote stands open in any table', async () => {
    const everything = await wholeDatabase();
    const found = Object.values(planted).filter((text) => forms(text).some((form) => everything.includes(form)));
    expect(found).toEqual([]);
    expect(everything.includes(dossier.id)).toBe(true);
  });
});

describe('an item whose agreement lets it be kept for a year', () => {
  test('is readable until the last moment and not a moment longer, before any round was made', async () => {
    region.clock.advanceDays(364.9);
    expect(await dossier.read(dossier.answer)).toMatchObject({ answer: { mode: 'content' } });
    region.clock.advanceDays(0.2);
    expect(await dossier.read(dossier.answer)).toBe('item.locked');
    expect(await dossier.read(dossier.note)).toMatchObject({ title: planted.title });
    const answer = (await dossier.items()).find(({ id }) => id === dossier.answer);
    expect(answer).toMatchObject({ retention: { status: 'locked', lockedUntil: null }, isReadable: false });
  });

  test('is locked by the round for as long as the agreement says, once', async () => {
    const isLocked = async () => (await dossier.chronology()).some(({ event }) => event.type === 'item-locked');
    await makeRounds(region, isLocked);
    const told = (await dossier.chronology()).filter(({ event }) => event.type === 'item-locked');
    expect(told.map(({ event }) => event.facts['item']).toSorted(byText)).toEqual(
      [dossier.answer, brief.id].toSorted(byText),
    );
    const added = before.findLast(({ event }) => event.type === 'item-added');
    const own = told.find(({ event }) => event.facts['item'] === dossier.answer);
    expect(own).toMatchObject({ event: { by: null, decision: added?.event.id } });
    const [item] = (await dossier.items()).filter(({ id }) => id === dossier.answer);
    const { activeUntil, lockedUntil } = item?.retention ?? {};
    expect(new Date(String(lockedUntil)).getUTCFullYear()).toBe(new Date(String(activeUntil)).getUTCFullYear() + 5);
    expect(await dossier.case()).toMatchObject({ retention: { status: 'active' } });
  });
});

describe('an item that was locked long enough', () => {
  test('is destroyed alone, while its case goes on', async () => {
    region.clock.advanceDays(32);
    const isDestroyed = async () => (await dossier.chronology()).some(({ event }) => event.type === 'item-destroyed');
    await makeRounds(region, isDestroyed);
    const statuses = new Map((await dossier.items()).map(({ id, retention }) => [id, retention.status]));
    expect(statuses).toEqual(
      new Map([
        [dossier.note, 'active'],
        [dossier.answer, 'locked'],
        [brief.id, 'destroyed'],
      ]),
    );
    const left = await rows(
      `SELECT id FROM case_item WHERE root = '${dossier.id}' AND wrapped IS NOT NULL AND sealed IS NOT NULL`,
    );
    expect(left.map(({ id }) => id).toSorted(byText)).toEqual([dossier.note, dossier.answer].toSorted(byText));
    const told = (await dossier.chronology()).findLast(({ event }) => event.type === 'item-destroyed');
    const ledger = (await region.region.ledger()) as { action?: string }[];
    expect(ledger[told?.ledgerIndex ?? -1]).toMatchObject({ action: 'destroy' });
    expect(await dossier.read(dossier.note)).toMatchObject({ title: planted.title });
  });
});

describe('a case whose time is over', () => {
  test('tells no content any more from that moment, before any round was made', async () => {
    expect((await dossier.case()).content).not.toBeNull();
    region.clock.advanceDays(334);
    expect((await dossier.case()).content).toBeNull();
    expect(await dossier.read(dossier.note)).toBe('item.locked');
    const tasks = await region.as('coordinator').get<{ items: { content: unknown }[] }>(`${dossier.path}/tasks`);
    expect(tasks.items.length).toBeGreaterThan(0);
    expect(tasks.items.map(({ content }) => content)).toEqual(tasks.items.map(() => null));
  });

  test('is locked with all its parts and items, on the decision that set the clock', async () => {
    await makeRounds(region, async () => (await dossier.case()).retention.status === 'locked');
    const locked = await dossier.case();
    expect(locked).toMatchObject({ state: 'locked', content: null });
    const { at } =
      (await rows(`SELECT clear->>'at' AS at FROM process_event WHERE stream = '${dossier.id}' AND version = 1`))[0] ??
      {};
    const end = Date.parse(String(at)) + 730 * 86_400_000;
    expect(new Date(String(locked.retention.endsAt)).getUTCFullYear()).toBe(new Date(end).getUTCFullYear() + 5);
    const parts = await rows(
      `SELECT retention_status AS status, count(*)::int AS count FROM process_stream WHERE root = '${dossier.id}' GROUP BY 1`,
    );
    expect(parts).toEqual([{ status: 'locked', count: expect.any(Number) }]);
    const clocked = (await dossier.chronology()).filter(({ event }) => event.type === 'retention-locked');
    expect(clocked).toHaveLength(Number(parts[0]?.['count']));
    for (const { event } of clocked) expect(event).toMatchObject({ by: null, decision: before[0]?.event.id });
    expect((await dossier.items()).map(({ retention }) => retention.status)).toEqual(['locked', 'locked', 'destroyed']);
    const [note, answer] = await dossier.items();
    expect(note?.retention.lockedUntil).toBe(locked.retention.endsAt);
    expect(Date.parse(String(answer?.retention.lockedUntil))).toBeLessThan(Date.parse(String(locked.retention.endsAt)));
  });

  test('takes nothing from anybody', async () => {
    const note = { kind: 'note', title: 'Too late', text: 'Too late', secrecy: [] };
    const attempt = region.as('coordinator').post(`${dossier.path}/items`, note);
    await expect(attempt).rejects.toMatchObject({ code: 'process.closed' });
  });
});

describe('a case that was locked long enough', () => {
  let keptBefore: Record<string, unknown>[];
  let chronologyBefore: readonly Entry[];

  beforeAll(async () => {
    keptBefore = await rows(`SELECT id, sealed FROM process_event WHERE root = '${dossier.id}' AND sealed IS NOT NULL`);
    chronologyBefore = await dossier.chronology();
    region.clock.advanceDays(5 * yearDays + 1);
    await region.renewMandates();
    await makeRounds(region, async () => (await dossier.case()).retention.status === 'destroyed');
  }, 60_000);

  test('is destroyed, and the log says so', async () => {
    expect(await dossier.case()).toMatchObject({ state: 'destroyed', content: null, isOpen: false });
    const destroyed = (await dossier.chronology()).filter(({ event }) => event.type === 'retention-destroyed');
    expect(destroyed.length).toBeGreaterThan(3);
    const ledger = (await region.region.ledger()) as { type: string; action?: string; digest?: string }[];
    for (const { digest, ledgerIndex } of destroyed)
      expect(ledger[ledgerIndex]).toMatchObject({ type: 'process.recorded', action: 'destroy', digest });
    expect((await dossier.items()).map(({ retention }) => retention.status)).toEqual([
      'destroyed',
      'destroyed',
      'destroyed',
    ]);
  });

  test('has left nothing that could be read, with a copy of what was sealed neither', async () => {
    expect(keptBefore.length).toBeGreaterThan(3);
    const sealed = await rows(
      `SELECT 1 FROM process_event WHERE root = '${dossier.id}' AND sealed IS NOT NULL
       UNION ALL SELECT 1 FROM process_stream WHERE root = '${dossier.id}' AND snapshot IS NOT NULL
       UNION ALL SELECT 1 FROM process_key WHERE root = '${dossier.id}' AND wrapped IS NOT NULL
       UNION ALL SELECT 1 FROM case_item WHERE root = '${dossier.id}' AND (wrapped IS NOT NULL OR sealed IS NOT NULL)
       UNION ALL SELECT 1 FROM process_token WHERE root = '${dossier.id}'`,
    );
    expect(sealed).toEqual([]);
    const app = await connectDatabase(databaseConfigOf(region.region.database), { role: 'app', poolSize: 1 });
    const ring = await openKeyRing(region.region.home, app, { log: silentLog });
    try {
      const keys = new CaseKeys(ring);
      const key = await app.transaction((manager) => keys.find(manager, dossier.id, region.collaboration));
      expect(key).toBeNull();
    } finally {
      ring.close();
      await app.destroy();
    }
    const everything = await wholeDatabase();
    expect(keptBefore.filter(({ sealed: box }) => everything.includes((box as Buffer).toString('hex')))).toEqual([]);
  });

  test('keeps its states, times and digests, and its chronology rebuilds exactly', async () => {
    const after = await dossier.chronology();
    const skeletons = (entries: readonly Entry[]) =>
      entries.map(({ event, digest, ledgerIndex }) => ({ event, digest, ledgerIndex }));
    expect(skeletons(after).slice(0, chronologyBefore.length)).toEqual(skeletons(chronologyBefore));
    const streams = await rows(`SELECT id, record FROM process_stream WHERE root = '${dossier.id}'`);
    for (const { id, record } of streams) {
      const events = await rows(`SELECT clear FROM process_event WHERE stream = '${String(id)}' ORDER BY version`);
      const bare = events.map(({ clear }) => ({ ...(clear as ProcessEvent), content: null }));
      const rebuilt = bare[0] && fold(bare, reducers[bare[0].kind]);
      expect({ ...(record as object), content: null }).toEqual(rebuilt);
    }
  });

  test('lets nobody in who was not joined, now neither', async () => {
    const attempt = region.hubOf(people.inspector).get(dossier.path);
    await expect(attempt).rejects.toMatchObject({ code: 'resource.not-found' });
  });
});
