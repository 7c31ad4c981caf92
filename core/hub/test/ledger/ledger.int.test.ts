import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isConsistent, isIncluded, parseCheckpoint } from '@koppel/ledger';
import { oins } from '../fixtures.ts';
import { aQuestion, LogRoom } from './log-room.ts';

const operator = { oin: oins.operator, client: 'console', scopes: ['operate'] } as const;

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');

describe('the ledger on real PostgreSQL', () => {
  let room: LogRoom;
  beforeAll(async () => {
    room = await LogRoom.open();
  });
  afterAll(() => room.close());

  const many = (count: number) => Array.from({ length: count }, () => aQuestion(room.clock.time));

  test('numbers entries in the order of their commits, across batches and tiles', async () => {
    const ledger = await room.node();
    const indexes = await Promise.all(many(700).map((draft) => ledger.append([draft])));
    expect(indexes.flat()).toEqual(Array.from({ length: 700 }, (_, i) => i));
    await expect(room.verify(ledger)).resolves.toMatchObject({ isGood: true, summary: { entries: 700 } });
  });

  test('goes on where it was after a restart', async () => {
    const ledger = await room.node();
    const { size } = await ledger.checkpoint();
    await expect(ledger.append(many(2))).resolves.toEqual([size, size + 1]);
    await expect(room.verify(ledger)).resolves.toMatchObject({ isGood: true });
  });

  test('is one log when two nodes write at once', async () => {
    const [north, south] = [await room.node(), await room.node()];
    const { size } = await north.checkpoint();
    const indexes = await Promise.all(many(300).map((draft, i) => (i % 2 === 0 ? north : south).append([draft])));
    expect(new Set(indexes.flat()).size).toBe(300);
    const report = await room.verify(north);
    expect(report).toMatchObject({ isGood: true, summary: { entries: size + 300 } });
  });

  test('proves every kind of place: first, last, tile edges, and only what it holds', async () => {
    const ledger = await room.node();
    const { size, note } = await ledger.checkpoint();
    const root = parseCheckpoint(note)?.root ?? new Uint8Array();
    for (const index of [0, 255, 256, 511, size - 1]) {
      const proof = await ledger.proof(index, size);
      const claim = {
        leafIndex: index,
        size,
        leaf: fromBase64(proof.leafHash),
        root,
        proof: proof.hashes.map(fromBase64),
      };
      expect(isIncluded(claim)).toBe(true);
    }
    await expect(ledger.proof(size)).rejects.toMatchObject({ code: 'ledger.index-unknown' });
    await expect(ledger.proof(0, size + 1)).rejects.toMatchObject({ code: 'ledger.index-unknown' });
  });

  test('proves that it only grew', async () => {
    const ledger = await room.node();
    const older = await ledger.checkpoint();
    await ledger.append(many(5));
    const newer = await ledger.checkpoint();
    const { hashes } = await ledger.consistency(older.size, newer.size);
    const fromRoot = parseCheckpoint(older.note)?.root ?? new Uint8Array();
    const toRoot = parseCheckpoint(newer.note)?.root ?? new Uint8Array();
    const claim = { from: older.size, to: newer.size, fromRoot, toRoot, proof: hashes.map(fromBase64) };
    expect(isConsistent(claim)).toBe(true);
    await expect(ledger.consistency(0)).rejects.toMatchObject({ code: 'ledger.index-unknown' });
  });

  test('exports from a checkpoint that somebody holds, and from nowhere else', async () => {
    const ledger = await room.node();
    const { size } = await ledger.checkpoint();
    await ledger.append(many(3));
    await expect(room.verify(ledger, size)).resolves.toMatchObject({ isGood: true, summary: { from: size } });
    await expect(ledger.exportStart(size + 1)).rejects.toMatchObject({ code: 'ledger.index-unknown' });
  });

  test('never dates an entry before the one in front of it when the clock is set back a little', async () => {
    const ledger = await room.node();
    await ledger.append(many(1));
    room.clock.time -= 20_000;
    await ledger.append(many(1));
    room.clock.time += 20_000;
    await expect(room.verify(ledger)).resolves.toMatchObject({ isGood: true });
  });

  test('adds nothing while the clock is far behind: no verifier would believe it', async () => {
    const ledger = await room.node();
    await ledger.append(many(1));
    room.clock.time -= 120_000;
    await expect(ledger.append(many(1))).rejects.toMatchObject({ code: 'ledger.unavailable' });
    room.clock.time += 120_000;
    await ledger.append(many(1));
    await expect(room.verify(ledger)).resolves.toMatchObject({ isGood: true });
  });

  test('writes no question that waited while its machine stood still, nor one of a clock that leapt: both look forged', async () => {
    const ledger = await room.node();
    const [early, late] = [aQuestion(room.clock.time - 61_000), aQuestion(room.clock.time + 61_000)];
    const { size } = await ledger.checkpoint();
    for (const question of [early, late])
      await expect(ledger.append([question])).rejects.toMatchObject({ code: 'ledger.unavailable' });
    await expect(ledger.append([aQuestion(room.clock.time - 60_000)])).resolves.toEqual([size]);
    await expect(room.verify(ledger)).resolves.toMatchObject({ isGood: true, summary: { entries: size + 1 } });
  });

  test('shows an organisation only the disclosures to which it was party', async () => {
    const ledger = await room.node();
    const subject = { kind: 'bsn', value: '999990056' } as const;
    await ledger.append([aQuestion(room.clock.time, subject.value)]);
    const seenBy = async (oin: string) =>
      (await ledger.disclosures({ oin, client: 'desk', scopes: ['ledger'] }, subject)).disclosures.length;
    expect([await seenBy(oins.requester), await seenBy(oins.provider), await seenBy(oins.stranger)]).toEqual([1, 1, 0]);
  });

  test('finds what was disclosed about a person in every collaboration, and nothing about anybody else', async () => {
    const ledger = await room.node();
    const at = room.clock.time;
    await ledger.append([
      aQuestion(at, '999990020', 'north'),
      aQuestion(at, '999990020', 'south'),
      aQuestion(at, '999990032'),
    ]);
    const { disclosures: found } = await ledger.disclosures(operator, { kind: 'bsn', value: '999990020' });
    expect(new Set(found.map(({ entry }) => entry.collaboration))).toEqual(new Set(['north', 'south']));
    expect(found).toHaveLength(2);
    const [north, south] = found.map(({ entry }) => entry.subjects?.[0]);
    expect(north).not.toBe(south);
    await expect(ledger.disclosures(operator, { kind: 'kvk', value: '999990020' })).resolves.toEqual({
      disclosures: [],
    });
  });

  test('forgets nobody within four years and looks no further back', async () => {
    const ledger = await room.node();
    const subject = { kind: 'bsn', value: '999990044' } as const;
    await ledger.append([aQuestion(room.clock.time, subject.value)]);
    const year = 365 * 86_400_000;
    room.clock.time += 3.9 * year;
    expect((await ledger.disclosures(operator, subject)).disclosures).toHaveLength(1);
    room.clock.time += 0.2 * year;
    expect(await ledger.disclosures(operator, subject)).toEqual({ disclosures: [] });
    room.clock.time -= 4.1 * year;
  });

  test('refuses what is no entry without spoiling the batch it came with', async () => {
    const ledger = await room.node();
    const good = ledger.append(many(1));
    const { trace: _trace, ...bad } = aQuestion(room.clock.time);
    await expect(ledger.append([bad])).rejects.toMatchObject({ code: 'hub.failed' });
    await expect(good).resolves.toHaveLength(1);
  });

  test('keeps its keys where only its own user can read them', async () => {
    const folder = join(room.home, 'keys', 'pseudonym');
    const names = await readdir(folder);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  });
});

describe('the writer of the ledger', () => {
  let room: LogRoom;
  beforeAll(async () => {
    room = await LogRoom.open();
    await (await room.node()).append([aQuestion(room.clock.time)]);
  });
  afterAll(() => room.close());

  test.each([
    ['read entries', 'SELECT body FROM ledger_entry'],
    ['change entries', `UPDATE ledger_entry SET body = ''`],
    ['remove entries', 'DELETE FROM ledger_entry'],
    ['empty the log', 'TRUNCATE ledger_entry'],
    ['change tiles', `UPDATE ledger_tile SET root = ''`],
    ['remove checkpoints', 'DELETE FROM ledger_checkpoint'],
    ['remove the head', 'DELETE FROM ledger_head'],
    ['read agreements', 'SELECT * FROM agreement'],
  ])('cannot %s', async (_title, sql) => {
    await expect(room.writerPool.query(sql)).rejects.toThrow(/permission denied/);
  });

  test.each(['ledger_entry', 'ledger_subject', 'ledger_tile', 'ledger_checkpoint'])(
    'and the reader cannot add to %s',
    async (table) => {
      await expect(room.readerPool.query(`INSERT INTO ${table} DEFAULT VALUES`)).rejects.toThrow(/permission denied/);
    },
  );

  test('leaves nothing behind when the database refuses, and goes on when it is back', async () => {
    const ledger = await room.node();
    await ledger.append([aQuestion(room.clock.time)]);
    await room.database.query('REVOKE INSERT ON ledger_entry FROM koppel_ledger_writer');
    await expect(ledger.append([aQuestion(room.clock.time)])).rejects.toMatchObject({
      code: 'ledger.unavailable',
      retryable: true,
    });
    await room.database.query('GRANT INSERT ON ledger_entry TO koppel_ledger_writer');
    await expect(ledger.append([aQuestion(room.clock.time)])).resolves.toEqual([2]);
    await expect(room.verify(ledger)).resolves.toMatchObject({ isGood: true, summary: { entries: 3 } });
  });
});
