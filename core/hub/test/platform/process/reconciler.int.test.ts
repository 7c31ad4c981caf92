import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RecordingRoom } from './recording-room.ts';

let room: RecordingRoom;
beforeEach(async () => {
  room = await RecordingRoom.open();
}, 30_000);
afterEach(() => room?.close());

const voided = () => room.digests('process.voided');

/** Opens once somebody says so. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { opened, open };
}

describe('an entry whose event never came to be', () => {
  test('is voided, once', async () => {
    const digests = await room.orphans(3);
    expect(await room.reconcile()).toBe(3);
    expect(await voided()).toEqual(digests);
    expect(await room.reconcile()).toBe(0);
    const [later] = await room.orphans(1);
    expect(await room.reconcile()).toBe(1);
    expect(await voided()).toEqual([...digests, later]);
  });

  test('is voided once by two nodes that look at the same moment', async () => {
    const digests = await room.orphans(3);
    const done = await Promise.all([room.reconcile(), room.reconcile()]);
    expect(done[0] + done[1]).toBe(3);
    expect(await voided()).toEqual(digests);
  });

  test('is voided once by a hub that fell before it could write down how far it was', async () => {
    const digests = await room.orphans(2);
    await room.log.database.query('ALTER TABLE process_cursor RENAME TO process_cursor_away');
    await room.log.database.query('CREATE VIEW process_cursor AS SELECT * FROM process_cursor_away');
    await room.log.database.query('GRANT SELECT ON process_cursor TO koppel_app');
    await expect(room.reconcile()).rejects.toThrow('permission denied');
    await room.log.database.query('DROP VIEW process_cursor');
    await room.log.database.query('ALTER TABLE process_cursor_away RENAME TO process_cursor');
    expect(await voided()).toEqual(digests);
    expect(await room.reconcile()).toBe(0);
    expect(await voided()).toEqual(digests);
  });

  test('is found among many more than one page', async () => {
    for (let i = 0; i < 30; i += 1) await room.mark('example-region');
    await room.orphans(1100);
    for (let i = 0; i < 30; i += 1) await room.mark('example-region');
    expect(await room.reconcile()).toBe(1100);
    expect(new Set(await voided()).size).toBe(1100);
  });

  test('stays to be voided when the log cannot be written', async () => {
    await room.orphans(1);
    room.watch = (name) => {
      if (name === 'ledger.append') throw new Error('the disk is full');
    };
    await expect(room.reconcile()).rejects.toThrow('the disk is full');
    room.watch = () => undefined;
    expect(await room.reconcile()).toBe(1);
  });
});

describe('what was recorded', () => {
  test('is left alone, in whichever collaboration', async () => {
    await room.mark('example-region');
    await room.mark('another-region');
    expect(await room.reconcile()).toBe(0);
    expect(await voided()).toEqual([]);
  });

  test('is not voided while its transaction is open, however long that takes', async () => {
    const { opened, open } = gate();
    const { opened: logged, open: tellLogged } = gate();
    const recording = room.mark('new-region', async () => {
      tellLogged();
      await opened;
    });
    await logged;
    expect(await room.reconcile()).toBe(0);
    open();
    await recording;
    expect(await room.reconcile()).toBe(0);
    expect(await voided()).toEqual([]);
  });

  test('is voided when its transaction fails after all', async () => {
    const failing = room.mark('new-region', async () => {
      throw new Error('fell');
    });
    await expect(failing).rejects.toThrow('fell');
    expect(await room.reconcile()).toBe(1);
    expect(await voided()).toEqual(await room.digests('process.recorded'));
  });

  test('in a collaboration that is new is known although it is committed while somebody looks', async () => {
    const { opened, open } = gate();
    const recording = room.mark('new-region', () => opened);
    const looking = room.reconcile();
    open();
    await recording;
    expect(await looking).toBe(0);
    expect(await room.reconcile()).toBe(0);
  });

  test('keeps what the digest in the log is made of', async () => {
    await room.mark('example-region');
    const [row] = await room.log.database.query<{ clear: object; digest: string }>(
      `SELECT clear, encode(digest, 'hex') AS digest FROM process_mark`,
    );
    expect(row?.clear).toMatchObject({ type: 'tested', salt: expect.any(String) });
    expect(await room.digests('process.recorded')).toEqual([row?.digest]);
  });
});

describe('a change of an agreement', () => {
  test('that came true is left alone, and what was kept of it is not kept for ever', async () => {
    await room.change();
    await room.change();
    expect(await room.reconcile()).toBe(0);
    expect(await room.log.database.query('SELECT * FROM logged_change')).toEqual([]);
    expect(await room.reconcile()).toBe(0);
    expect(await room.digests('entry.voided')).toEqual([]);
  });

  test('that failed after it was logged is voided, once, and no other with the same digest', async () => {
    await room.change();
    await expect(room.change(() => Promise.reject(new Error('fell')))).rejects.toThrow('fell');
    await room.change();
    const [, fallen] = await room.leaves();
    expect(await room.reconcile()).toBe(1);
    expect(await room.reconcile()).toBe(0);
    expect(await room.digests('entry.voided')).toEqual([fallen]);
    expect(await voided()).toEqual([]);
  });

  test('is not voided while its transaction is open', async () => {
    const { opened, open } = gate();
    const { opened: logged, open: tellLogged } = gate();
    const changing = room.change(async () => {
      tellLogged();
      await opened;
    });
    await logged;
    expect(await room.reconcile()).toBe(0);
    open();
    await changing;
    expect(await room.reconcile()).toBe(0);
  });
});
