import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);
const program = join(import.meta.dirname, '../bin/koppel.js');

/** Makes the starting Node say that it is an older one; what it hands over to is not asked. */
const pretend = (version: string): string[] => [
  '--import',
  `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '${version}' })`,
];

const koppel = (...args: string[]) => run(process.execPath, [program, ...args]);

describe('the koppel program', () => {
  test('runs in a Node that is new enough', async () => {
    expect((await koppel('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('hands over to the Node that npm brought when it is started by an older one', async () => {
    const { stdout } = await run(process.execPath, [...pretend('18.20.0'), program, '--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('hands the exit code back', async () => {
    const failure = run(process.execPath, [...pretend('18.20.0'), program, 'nonsense']);
    await expect(failure).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('unknown command') });
  });

  test('needs no output that somebody stopped reading', async () => {
    const child = spawn(process.execPath, [program, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });
});

describe('shell completion', () => {
  test('names the commands that fit', async () => {
    const { stdout } = await koppel('complete', '--', 'agree');
    expect(stdout).toMatch(/^agreements\t/);
  });

  test('names the commands of a group, and their options', async () => {
    expect((await koppel('complete', '--', 'agreements', 'su')).stdout).toMatch(/^suspend\t/);
    expect((await koppel('complete', '--', 'agreements', 'suspend', '--re')).stdout).toMatch(/^--reason\t/);
  });

  test.each(['bash', 'zsh', 'fish'])('writes a script for %s that calls koppel', async (shell) => {
    expect((await koppel('complete', shell)).stdout).toContain('koppel');
  });
});
