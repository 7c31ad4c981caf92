import { describe, expect, test } from '@jest/globals';
import { CapturedLog, silentLog, waitUntil } from '@koppel/testkit';
import type { Part, RunningPart } from '../../src/supervisor/part.ts';
import { Supervisor } from '../../src/supervisor/supervisor.ts';

/** A part in memory that a test can let end by itself. */
class TestPart implements Part {
  readonly name: string;
  readonly ended: string[];
  starts = 0;
  failures = 0;
  crash: () => void = () => undefined;

  constructor(name: string, ended: string[] = []) {
    this.name = name;
    this.ended = ended;
  }

  start = async (): Promise<RunningPart> => {
    this.starts += 1;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('not today');
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.crash = resolve;
    const stop = async (): Promise<void> => {
      this.ended.push(this.name);
      resolve();
    };
    return { exited: promise, stop };
  };
}

const create = (log = silentLog): Supervisor => new Supervisor({ log, firstPauseMs: 1 });

describe('a supervisor', () => {
  test('stops everything in reverse order', async () => {
    const ended: string[] = [];
    const supervisor = create();
    for (const name of ['database', 'hub', 'adapter']) await supervisor.keep(new TestPart(name, ended));
    await supervisor.stop();
    expect(ended).toEqual(['adapter', 'hub', 'database']);
  });

  test('starts again what ended by itself, as often as it takes', async () => {
    const log = new CapturedLog();
    const supervisor = create(log);
    const part = new TestPart('adapter');
    await supervisor.keep(part);
    part.failures = 2;
    part.crash();
    await waitUntil(() => part.starts === 4, 'the part was started again');
    expect(log.text()).toContain('not today');
    await supervisor.stop();
    expect(part.ended).toEqual(['adapter']);
  });

  test('waits longer before each restart of something that keeps ending', async () => {
    const log = new CapturedLog();
    const supervisor = create(log);
    const part = new TestPart('adapter');
    await supervisor.keep(part);
    for (let starts = 1; starts < 4; starts++) {
      part.crash();
      await waitUntil(() => part.starts === starts + 1, 'the part was started again');
    }
    await supervisor.stop();
    const pauses = log.lines.map(({ fields }) => (fields as { pauseMs?: number }).pauseMs).filter(Boolean);
    expect(pauses).toEqual([1, 2, 4]);
  });

  test('does not wait for ever for what does not end', async () => {
    const { promise: never } = Promise.withResolvers<void>();
    const supervisor = create();
    await supervisor.keep({
      name: 'stuck',
      start: async () => ({ exited: never, stop: () => never }),
    });
    await expect(supervisor.stop(20)).resolves.toBeUndefined();
  });

  test('starts nothing again once it is stopping', async () => {
    const supervisor = create();
    const part = new TestPart('hub');
    await supervisor.keep(part);
    await supervisor.stop();
    part.crash();
    expect(part.starts).toBe(1);
  });

  test('leaves a first start that fails to whoever asked for it', async () => {
    const part = new TestPart('hub');
    part.failures = 1;
    await expect(create().keep(part)).rejects.toThrow('not today');
    expect(part.starts).toBe(1);
  });
});
