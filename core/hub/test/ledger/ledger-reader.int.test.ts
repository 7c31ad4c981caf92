import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LedgerReaderStore } from '../../src/ledger/ledger-reader.store.ts';
import { anEvent, LogRoom } from './log-room.ts';

describe('the reader of the ledger', () => {
  let room: LogRoom;
  let reader: LedgerReaderStore;

  beforeAll(async () => {
    room = await LogRoom.open();
    reader = new LedgerReaderStore(room.readerPool);
    const ledger = await room.node();
    await ledger.append(Array.from({ length: 600 }, (_, place) => anEvent(String(place))));
  });
  afterAll(() => room.close());

  test('answers the hashes of an unfinished tile, of leaves and of the tiles below', async () => {
    const leaves = Buffer.concat(await reader.readLeaves(512, 600));
    expect(leaves).toHaveLength(88 * 32);
    expect(await reader.readTile(0, 2, 88)).toEqual(leaves);
    expect(await reader.readTile(1, 0, 2)).toHaveLength(2 * 32);
  });

  test('refuses a range in which entries or tiles are missing, in every way of asking', async () => {
    await expect(reader.readLeaves(512, 601)).rejects.toThrow('entries are missing');
    await expect(reader.readTile(0, 2, 89)).rejects.toThrow('entries are missing');
    await expect(reader.readTile(1, 0, 3)).rejects.toThrow('entries are missing');
  });
});
