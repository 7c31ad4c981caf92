import { beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import type { Prepared } from '../../src/ledger/entry-maker.ts';
import { GroupCommit } from '../../src/ledger/group-commit.ts';
import { SharedLog, type FellowWriters } from '../../src/ledger/shared-log.ts';

const pseudonymOf = (place: number): Buffer => Buffer.alloc(32, place);

/** An entry that is told apart by its digest. */
function anEntry(digest: string, pseudonyms: readonly Buffer[] = []): Prepared {
  const subjects = pseudonyms.map((pseudonym) => pseudonym.toString('base64url'));
  return { entry: { v: 1, type: 'process.recorded', action: 'change', digest, subjects }, pseudonyms };
}

/** Nodes that share one list as their log, and hear each other as long as a test lets them. */
class House {
  readonly log: Prepared[] = [];
  readonly writtenBy: string[] = [];
  readonly nodes = new Map<string, SharedLog>();
  /** What becomes of a call to a node; nothing but the call unless a test says so. */
  onTheWay: (node: string) => Promise<void> = () => Promise.resolve();
  /** What becomes of the answer. */
  onTheWayBack: () => Promise<void> = () => Promise.resolve();
  commit: () => Promise<void> = () => Promise.resolve();

  open(name: string): SharedLog {
    const commits = new GroupCommit<Prepared>({
      maxBatch: 100,
      maxWaiting: 1000,
      observe: () => undefined,
      commit: async (entries) => {
        await this.commit();
        this.writtenBy.push(name);
        return this.log.push(...entries) - entries.length;
      },
    });
    const shared = new SharedLog({
      fellows: this.#fellowsOf(name),
      commits,
      bounds: { maxBatch: 10, maxWaiting: 1000 },
    });
    this.nodes.set(name, shared);
    return shared;
  }

  #fellowsOf(own: string): FellowWriters {
    return {
      own,
      list: () => [...this.nodes.keys()],
      probe: (node) => this.onTheWay(node),
      write: async (node, entries) => {
        await this.onTheWay(node);
        const indexes = await this.nodes.get(node)?.receive(entries);
        await this.onTheWayBack();
        return indexes ?? [];
      },
    };
  }

  get digests(): (string | undefined)[] {
    return this.log.map(({ entry }) => entry.digest);
  }
}

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
    await second.append([anEntry('a')]);
    expect(house.writtenBy).toEqual(['hub-2']);
  });

  test('is the first by name for all, once it has answered', async () => {
    await Promise.all([first.choose(), second.choose()]);
    await second.append([anEntry('a')]);
    await first.append([anEntry('b')]);
    expect([house.writtenBy, house.digests]).toEqual([
      ['hub-1', 'hub-1'],
      ['a', 'b'],
    ]);
  });

  test('is each node for itself while the first does not answer', async () => {
    house.onTheWay = silent;
    await second.choose();
    await second.append([anEntry('a')]);
    expect(house.writtenBy).toEqual(['hub-2']);
  });

  test('is the next one when the first is gone', async () => {
    await second.choose();
    house.nodes.delete('hub-1');
    await second.choose();
    await second.append([anEntry('a')]);
    expect(house.writtenBy).toEqual(['hub-2']);
  });
});

describe('what is handed over', () => {
  beforeEach(() => second.choose());

  test('arrives with its pseudonyms, byte by byte', async () => {
    const pseudonyms = [pseudonymOf(1), pseudonymOf(255)];
    await second.append([anEntry('a', pseudonyms)]);
    expect(house.log[0]?.pseudonyms).toEqual(pseudonyms);
  });

  test('gets the indexes that it has in the log, whoever wrote meanwhile', async () => {
    const all = [...'abcdefghijklmnopqrstuvwxyz'];
    const indexes = await Promise.all(
      all.map((digest, place) => (place % 3 === 0 ? first : second).append([anEntry(digest), anEntry(`${digest}'`)])),
    );
    expect(indexes.map(([one, other]) => [house.digests[one ?? -1], house.digests[other ?? -1]])).toEqual(
      all.map((digest) => [digest, `${digest}'`]),
    );
    expect(new Set(house.writtenBy)).toEqual(new Set(['hub-1']));
  });

  test('is written here, once, when it certainly did not get there', async () => {
    house.onTheWay = unreachable;
    await second.append([anEntry('a')]);
    expect([house.digests, house.writtenBy]).toEqual([['a'], ['hub-2']]);
  });

  test('is not written again when nobody knows whether it was, and the caller hears so', async () => {
    house.onTheWayBack = silent;
    await expect(second.append([anEntry('a')])).rejects.toMatchObject({ code: 'ledger.unavailable' });
    expect([house.digests, house.writtenBy]).toEqual([['a'], ['hub-1']]);
  });

  test('stays here from the first failure until the other node answers again', async () => {
    house.onTheWay = silent;
    await expect(second.append([anEntry('a')])).rejects.toMatchObject({ code: 'ledger.unavailable' });
    await second.append([anEntry('b')]);
    await second.choose();
    await second.append([anEntry('c')]);
    house.onTheWay = () => Promise.resolve();
    await second.choose();
    await second.append([anEntry('d')]);
    expect(house.writtenBy).toEqual(['hub-2', 'hub-2', 'hub-1']);
  });

  test('is never more than one message may hold', async () => {
    const many = Array.from({ length: 1000 }, (_none, place) => pseudonymOf(place % 256));
    await second.append([anEntry('a', many), anEntry('b', many)]);
    await second.append([anEntry('c', many), anEntry('d', many), anEntry('e', [pseudonymOf(1)])]);
    expect(house.writtenBy).toEqual(['hub-1', 'hub-2']);
  });
});

describe('a node that stops', () => {
  test('takes nothing any more, and the others write for themselves', async () => {
    await second.choose();
    await first.close();
    await second.append([anEntry('a')]);
    expect([house.digests, house.writtenBy]).toEqual([['a'], ['hub-2']]);
  });

  test('first writes what it took', async () => {
    const { promise: disk, resolve: write } = Promise.withResolvers<void>();
    house.commit = () => disk;
    await second.choose();
    const appended = second.append([anEntry('a')]);
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
