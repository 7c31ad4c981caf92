import { beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { SharedLog } from '../../src/ledger/shared-log.ts';
import { anAnswerWith, anEntry, anEntryAbout, clock, House } from './house.ts';

const unreachable = (): Promise<never> => Promise.reject(new KoppelError('hub.unavailable'));
const silent = (): Promise<never> => Promise.reject(new Error('no answer in time'));

let house: House;
let first: SharedLog;
let second: SharedLog;

beforeEach(() => {
  house = new House();
  second = house.open('hub-2');
  first = house.open('hub-1');
});

describe('who writes', () => {
  test('is each node for itself before it has looked around', async () => {
    await second.append([await anEntry(1)]);
    expect(house.writtenBy).toEqual(['hub-2']);
  });

  test('is the first by name for all, once it has answered', async () => {
    await Promise.all([first.choose(), second.choose()]);
    await second.append([await anEntry(1)]);
    await first.append([await anEntry(2)]);
    expect([house.writtenBy, house.numbers]).toEqual([
      ['hub-1', 'hub-1'],
      [1, 2],
    ]);
  });

  test('is each node for itself while the first does not answer', async () => {
    house.onTheWay = silent;
    await second.choose();
    await second.append([await anEntry(1)]);
    expect(house.writtenBy).toEqual(['hub-2']);
  });

  test('is asked for once, and not as long as it goes on', async () => {
    let probes = 0;
    house.onTheWay = async () => void (probes += 1);
    await second.choose();
    await second.choose();
    expect(probes).toBe(1);
  });

  test('is the next one when the first is gone', async () => {
    await second.choose();
    house.nodes.delete('hub-1');
    await second.choose();
    await second.append([await anEntry(1)]);
    expect(house.writtenBy).toEqual(['hub-2']);
  });
});

describe('what is handed over', () => {
  beforeEach(() => second.choose());

  test('arrives with its pseudonyms, byte by byte', async () => {
    const entry = await anEntryAbout(300);
    await second.append([entry]);
    expect(house.writtenBy).toEqual(['hub-1']);
    expect(house.log).toEqual([entry]);
  });

  test('gets the indexes that it has in the log, whoever wrote meanwhile', async () => {
    const all = Array.from({ length: 26 }, (_none, place) => place * 2);
    const indexes = await Promise.all(
      all.map(async (number) =>
        (number % 3 === 0 ? first : second).append([await anEntry(number), await anEntry(number + 1)]),
      ),
    );
    expect(indexes.map((own) => own.map((index) => house.numbers[index]))).toEqual(
      all.map((number) => [number, number + 1]),
    );
    expect(new Set(house.writtenBy)).toEqual(new Set(['hub-1']));
  });

  test('is written here when the writer got something else that is no entry', async () => {
    house.change = (entry) => ({ ...entry, digest: 'Ã©'.repeat(32) });
    await second.append([await anEntry(1)]);
    expect([house.numbers, house.writtenBy]).toEqual([[1], ['hub-2']]);
  });

  test('does not take what the writer logs itself with it, however old a question is', async () => {
    clock.time -= 61_000;
    const old = await anEntryAbout(1);
    clock.time += 61_000;
    await Promise.all([second.append([old]), first.append([await anEntry(1)])]);
    expect(house.writtenBy).toEqual(expect.arrayContaining(['hub-1', 'hub-2']));
    expect(house.writtenBy.length).toBe(2);
  });

  test('is written here, once, when it certainly did not get there', async () => {
    house.onTheWay = unreachable;
    await second.append([await anEntry(1)]);
    expect([house.numbers, house.writtenBy]).toEqual([[1], ['hub-2']]);
  });

  test('is not written again when nobody knows whether it was, and the caller hears so', async () => {
    house.onTheWayBack = silent;
    await expect(second.append([await anEntry(1)])).rejects.toMatchObject({
      code: 'ledger.unavailable',
      details: { retryAfterMs: 1000 },
    });
    expect([house.numbers, house.writtenBy]).toEqual([[1], ['hub-1']]);
    expect(house.doubts).toBe(1);
  });

  test.each([[undefined], [null], [[]], [[0]], [[0, 0]], [[1, 0]], [[0, 2]], [['0', 1]], [[0.5, 1.5]], [[0, 1, 2]]])(
    'is not written again when %j is left of the answer',
    async (left) => {
      house.changeAnswer = () => left;
      const both = [await anEntry(1), await anEntry(2)];
      await expect(second.append(both)).rejects.toMatchObject({ code: 'ledger.unavailable' });
      expect([house.numbers, house.writtenBy, house.doubts]).toEqual([[1, 2], ['hub-1'], 1]);
    },
  );

  test('stays here from the first failure until the other node answers again', async () => {
    house.onTheWay = silent;
    await expect(second.append([await anEntry(1)])).rejects.toMatchObject({ code: 'ledger.unavailable' });
    await second.append([await anEntry(2)]);
    await second.choose();
    await second.append([await anEntry(3)]);
    house.onTheWay = () => Promise.resolve();
    await second.choose();
    await second.append([await anEntry(4)]);
    expect(house.writtenBy).toEqual(['hub-2', 'hub-2', 'hub-1']);
  });

  test('is never more than one message may hold', async () => {
    const many = await anEntryAbout(1000);
    await second.append([many, many]);
    await second.append([many, many, await anEntryAbout(1)]);
    expect(house.writtenBy).toEqual(['hub-1', 'hub-2']);
  });

  test('is counted with the paths that an answer was about', async () => {
    const answer = await anAnswerWith(500);
    await second.append([answer, answer]);
    await second.append([answer, answer, await anEntryAbout(1)]);
    expect(house.writtenBy).toEqual(['hub-1', 'hub-2']);
  });
});

describe('a node that stops', () => {
  test('hands nothing over any more', async () => {
    await second.choose();
    await second.close();
    await second.append([await anEntry(1)]);
    expect(house.writtenBy).toEqual(['hub-2']);
  });

  test('takes nothing any more, and the others write for themselves', async () => {
    await second.choose();
    await first.close();
    await second.append([await anEntry(1)]);
    expect([house.numbers, house.writtenBy]).toEqual([[1], ['hub-2']]);
  });

  test('first writes what it took', async () => {
    const { promise: disk, resolve: write } = Promise.withResolvers<void>();
    house.commit = () => disk;
    await second.choose();
    const appended = second.append([await anEntry(1)]);
    await Promise.resolve();
    let isClosed = false;
    const closed = first.close().then(() => (isClosed = true));
    await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    write();
    await closed;
    expect(await appended).toEqual([0]);
  });
});
