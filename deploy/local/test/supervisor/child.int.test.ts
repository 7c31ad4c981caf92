import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startChild, type ChildSpec } from '../../src/supervisor/child.ts';

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'koppel-child-'));
});

afterAll(() => rm(home, { recursive: true }));

const spec = (more: Partial<ChildSpec> = {}): ChildSpec => ({
  name: 'program',
  script: join(import.meta.dirname, 'program.ts'),
  logFile: join(home, 'logs', 'program.log'),
  ...more,
});

describe('a child', () => {
  test('is there when it says that it is ready, and gone after its stop', async () => {
    const child = await startChild(spec());
    expect(child.ready).toMatchObject({ ready: true, pid: child.pid });
    await child.stop();
    expect(() => process.kill(child.pid, 0)).toThrow('ESRCH');
  });

  test('that does not want to end is ended', async () => {
    const child = await startChild(spec({ args: ['stubborn'], stopTimeoutMs: 100 }));
    await child.stop();
    expect(() => process.kill(child.pid, 0)).toThrow('ESRCH');
  });

  test('that ends before it is ready is an error that names its log', async () => {
    const failure = startChild(spec({ args: ['fail'], logFile: join(home, 'failed.log') }));
    await expect(failure).rejects.toMatchObject({ fault: 'failed', message: expect.stringContaining('failed.log') });
    expect(await readFile(join(home, 'failed.log'), 'utf8')).toContain('these are my last words');
  });

  test('gets the environment it is given and nothing else of ours', async () => {
    process.env['OUR_SECRET'] = 'ours';
    const [without, given] = [await startChild(spec()), await startChild(spec({ env: { OUR_SECRET: 'given' } }))];
    delete process.env['OUR_SECRET'];
    expect([without.ready['secret'], given.ready['secret']]).toEqual([null, 'given']);
    await Promise.all([without.stop(), given.stop()]);
  });

  test('writes to its log what is not its ready line', async () => {
    const logFile = join(home, 'told.log');
    await (await startChild(spec({ logFile }))).stop();
    expect(await readFile(logFile, 'utf8')).toContain('this goes to the log');
  });
});
