import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { waitUntil } from '@koppel/testkit';
import { v7 as uuidv7 } from 'uuid';
import type { EventDraft } from '../../../src/platform/process/process-event.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import type { Change } from '../../../src/platform/process/process-writer.ts';
import { openedEvent, ProcessHouse } from './process-house.ts';

let house: ProcessHouse;
beforeAll(async () => {
  house = await ProcessHouse.open();
});
afterAll(() => house?.close());
beforeEach(() => {
  house.beforeLog = async () => undefined;
});

const note = (words: string): EventDraft => ({ type: 'noted', content: { case: words } });
const changeOf = ({ id, kind, root, version }: ProcessRecord, ...events: EventDraft[]): Change => ({
  stream: id,
  kind,
  root,
  seenVersion: version,
  events,
});
const openingOf = (stream: string): Change => ({
  stream,
  kind: 'signal',
  root: stream,
  seenVersion: 0,
  events: [openedEvent({}, { title: 'Garage' })],
});

describe('two who write on the same version', () => {
  test('cannot both: one is told both versions, and what the other wrote is whole', async () => {
    const record = await house.begin('signal', openedEvent());
    const attempts = await Promise.allSettled(
      ['one', 'other'].map((words) => house.go(record, note(words), note(words))),
    );
    const failed = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.reason).toMatchObject({ code: 'resource.changed', details: { seen: 1, current: 3 } });
    const events = await house.events(record.id);
    expect(events.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(events[1]?.content).toEqual(events[2]?.content);
  });

  test('cannot both make the same thing', async () => {
    const stream = uuidv7();
    const attempts = await Promise.allSettled([1, 2, 3].map(() => house.commit([openingOf(stream)])));
    const reasons = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect(reasons).toHaveLength(2);
    for (const reason of reasons) expect(reason).toMatchObject({ code: 'resource.exists' });
    expect(await house.events(stream)).toHaveLength(1);
  });

  test('do not wait for each other in a circle when they write the same streams in another order', async () => {
    const [one, other] = [await house.begin('signal', openedEvent()), await house.begin('signal', openedEvent())];
    const attempts = await Promise.allSettled([
      house.commit([changeOf(one, note('a')), changeOf(other, note('a'))]),
      house.commit([changeOf(other, note('b')), changeOf(one, note('b'))]),
    ]);
    expect(attempts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await house.find(one.id))?.content).toEqual((await house.find(other.id))?.content);
  });
});

const abortedTransactions = async (): Promise<number> => {
  const rows = await house.database.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction (aborted)'`,
  );
  return rows.length;
};

test('a decision that rests on something that moved on does not happen', async () => {
  const [resting, ground] = [await house.begin('signal', openedEvent()), await house.begin('signal', openedEvent())];
  await house.go(ground, note('moved on'));
  const late = house.commit([changeOf(resting, note('late'))], { relyingOn: [{ id: ground.id, version: 1 }] });
  await expect(late).rejects.toMatchObject({ code: 'resource.changed', details: { seen: 1, current: 2 } });
  expect((await house.find(resting.id))?.version).toBe(1);
  await house.commit([changeOf(resting, note('in time'))], { relyingOn: [{ id: ground.id, version: 2 }] });
  expect((await house.find(resting.id))?.version).toBe(2);
});

describe('nothing is stored', () => {
  const tables = ['process_stream', 'process_event', 'process_key', 'process_participant', 'process_token'];
  const countAll = () => Promise.all(tables.map((table) => house.count(table)));
  const unavailable = async (): Promise<void> => {
    throw new KoppelError('ledger.unavailable');
  };

  test('when the ledger cannot be written', async () => {
    const record = await house.begin('signal', openedEvent());
    const before = await countAll();
    house.beforeLog = unavailable;
    const stream = uuidv7();
    const tokens = [{ root: stream, tokens: [{ token: Buffer.from('token'), version: 1 }] }];
    await expect(house.commit([openingOf(stream)], { tokens })).rejects.toMatchObject({ code: 'ledger.unavailable' });
    await expect(house.go(record, note('lost'))).rejects.toMatchObject({ code: 'ledger.unavailable' });
    expect(await countAll()).toEqual(before);
    expect(await house.find(record.id)).toEqual(record);
  });

  test('of several changes when one of them comes too late', async () => {
    const [one, other] = [await house.begin('signal', openedEvent()), await house.begin('signal', openedEvent())];
    await house.go(other, note('faster'));
    await expect(house.commit([changeOf(one, note('a')), changeOf(other, note('b'))])).rejects.toMatchObject({
      code: 'resource.changed',
    });
    expect((await house.find(one.id))?.version).toBe(1);
  });

  test('when writing fails, and the transaction is not over before the ledger has answered', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const told: string[] = [];
    house.beforeLog = async () => {
      await opened;
      told.push('ledger');
    };
    const twice = openingOf(uuidv7());
    const failing = house.commit([twice, twice]).catch(() => told.push('commit'));
    await waitUntil(async () => (await abortedTransactions()) === 1, 'writing has failed');
    open();
    await failing;
    expect(told).toEqual(['ledger', 'commit']);
    expect(await house.find(twice.stream)).toBeUndefined();
  });

  test('when what the room writes besides fails, and then nothing is in the ledger either', async () => {
    const record = await house.begin('signal', openedEvent());
    const logged = house.logged.length;
    const alongside = async (): Promise<void> => {
      throw new KoppelError('process.closed');
    };
    await expect(house.commit([changeOf(record, note('a'))], { alongside })).rejects.toMatchObject({
      code: 'process.closed',
    });
    expect((await house.find(record.id))?.version).toBe(1);
    expect(house.logged).toHaveLength(logged);
  });
});
