import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../../src/platform/process/fold.ts';
import { reducers } from '../../../src/platform/process/kinds/reducers.ts';
import { streamKinds } from '../../../src/platform/process/process-event.ts';
import { eventDigest } from '../../../src/platform/process/sealing.ts';
import { openedEvent, ProcessHouse } from './process-house.ts';
import { randomLife } from './random-events.ts';

let house: ProcessHouse;
beforeAll(async () => {
  house = await ProcessHouse.open();
});
afterAll(() => house?.close());

const entered = { isOpen: true, dueAt: null, court: 'nobody', phase: 'late' };
const transition = {
  type: 'transitioned',
  facts: { action: 'go', step: 'work', from: 'first', to: 'second', ...entered },
  content: { input: { reasons: 'The neighbours at number 12 saw it' } },
};

describe('what is stored of a stream', () => {
  test.each(streamKinds)(
    'is exactly what its events make of a %s, whatever happened to it',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(randomLife, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), async (life, sizes) => {
          const [opening, ...rest] = life;
          let record = await house.begin(kind, opening ?? openedEvent());
          while (rest.length > 0) record = await house.go(record, ...rest.splice(0, sizes.next().value));
          const events = await house.events(record.id);
          const stored = await house.find(record.id);
          expect(fold(events, reducers[kind])).toEqual(stored);
          expect(stored).toEqual(record);
          expect(events.map(({ version }) => version)).toEqual(life.map((_event, i) => i + 1));
        }),
        { numRuns: 12 },
      );
    },
    60_000,
  );

  test('has one entry of the ledger for each event, with the digest of what is stored of it', async () => {
    const record = await house.go(await house.begin('case', openedEvent({}, { title: 'Garage' })), transition);
    const events = await house.events(record.id);
    for (const { ledgerIndex, ...event } of events)
      expect(house.logged[ledgerIndex]).toEqual({
        type: 'process.recorded',
        action: 'change',
        digest: eventDigest(event),
      });
  });

  test('says nothing in clear of what was told in words', async () => {
    const record = await house.go(await house.begin('case', openedEvent({}, { title: 'Planted words' })), transition);
    const tables = ['process_stream', 'process_event', 'process_key', 'process_participant', 'process_token'];
    for (const table of tables) {
      const rows = await house.database.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      const text = rows.map(({ row }) => row).join();
      for (const planted of ['Planted words', 'number 12']) {
        expect(text).not.toContain(planted);
        expect(text).not.toContain(Buffer.from(planted).toString('hex'));
      }
    }
    expect((await house.find(record.id))?.content).toMatchObject({ title: 'Planted words' });
  });
});

describe('after its key was destroyed', () => {
  test('a case and its parts still rebuild in states and times, and nothing opens any more', async () => {
    const root = await house.begin('case', openedEvent({}, { title: 'Garage' }));
    await house.begin('task', openedEvent({ state: 'open' }, { title: 'Look' }), root.id);
    const moved = await house.go(root, transition);
    const before = await house.events(root.id, 'root');
    const sealed = await house.database.query<{ sealed: Buffer }>('SELECT sealed FROM process_event WHERE root = $1', [
      root.id,
    ]);
    expect(sealed.every((row) => row.sealed !== null)).toBe(true);
    const gone = await house.go(moved, { type: 'retention-destroyed', facts: {} });
    const after = await house.events(root.id, 'root');
    expect(after.slice(0, before.length)).toEqual(before.map((event) => ({ ...event, content: null })));
    for (const { ledgerIndex, ...event } of after)
      expect(house.logged[ledgerIndex]).toMatchObject({ digest: eventDigest(event) });
    const own = after.filter(({ stream }) => stream === root.id);
    expect(fold(own, reducers.case)).toEqual(await house.find(root.id));
    expect(gone).toMatchObject({ state: 'second', content: null, retention: { status: 'destroyed' } });
    expect(
      await house.desk.within([root.collaboration], (manager) => house.keys.find(manager, root.id, root.collaboration)),
    ).toBeNull();
  });

  test('nothing can be added that would have to be sealed', async () => {
    const root = await house.begin('case', openedEvent({}, { title: 'Garage' }));
    const gone = await house.go(root, { type: 'retention-destroyed', facts: {} });
    await expect(house.go(gone, transition)).rejects.toMatchObject({ code: 'process.closed' });
  });
});
