import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRunningState } from '@koppel/local';
import { waitUntil } from '@koppel/testkit';
import { ToldCommands } from './told-commands.ts';

const shim = fileURLToPath(new URL('../bin/koppel.js', import.meta.url));
const page = new URL('../../../docs/process.md', import.meta.url);
const storyTimeoutMs = 240_000;

/** The program itself, as the page's reader has it. */
const program = `koppel() { "${process.execPath}" "${shim}" "$@"; }`;

/** Everything that the page tells its reader to type, in order; only where `koppel` comes from differs. */
async function storyOf(koppel: string): Promise<string> {
  const blocks = [...(await readFile(page, 'utf8')).matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block ?? '');
  const [first, ...rest] = blocks;
  return [first?.replace('koppel() { npx koppel "$@"; }', () => koppel), ...rest].join('\n');
}

let home: string;
let demonstration: ChildProcess;
let commands: ToldCommands;
let story: { readonly code: number | null; readonly output: string; readonly errors: string };

async function tell(script: string): Promise<typeof story> {
  const file = join(await mkdtemp(join(home, 'script-')), 'story.sh');
  await writeFile(file, script);
  const child = spawn('bash', ['-euo', 'pipefail', file], {
    env: { ...process.env, KOPPEL_HOME: home, LANG: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, output, errors };
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'koppel-process-'));
  demonstration = spawn(process.execPath, [shim, 'start', '--port', '0'], {
    env: { ...process.env, KOPPEL_HOME: home },
    stdio: 'ignore',
  });
  await waitUntil(async () => (await readRunningState(home)) !== undefined, 'the demonstration runs', 60_000);
  commands = await ToldCommands.open(home);
  story = await tell(await storyOf(commands.shellFunction));
}, storyTimeoutMs);

afterAll(async () => {
  await commands?.close();
  const ended = once(demonstration, 'exit');
  demonstration.kill('SIGTERM');
  await ended;
  await rm(home, { recursive: true, force: true });
}, 30_000);

describe('the page that walks one case through the process', () => {
  test('is right in every command', () => {
    expect(story).toMatchObject({ code: 0 });
  });

  test('shows what is missing when a signal is weighed without reasons', () => {
    expect(story.errors).toContain('process.guard-unmet');
    expect(story.errors.match(/still needed: /g)?.length).toBeGreaterThan(2);
    expect(story.output).toContain('refused, as it should be');
  });

  test('ends with an evaluated case whose chronology tells who did what', () => {
    expect(story.output).toMatch(/emp-chair +case-chair +case evaluate: closed → evaluated +Learned together/);
    expect(story.output).toMatch(/emp-tax-inspector +intervention-owner +intervention complete/);
  });

  test('leaves a ledger that verifies', () => {
    expect(story.output).toMatch(/^Verified: entries 0 to \d+/m);
  });

  test.each([
    ['koppel whoami --profile centre --person emp-coordinator'],
    ['koppel agreements list --profile centre --json'],
    ['koppel cases get - --profile centre <<< nowhere; koppel nothing-of-the-kind'],
  ])('has the same from the program as from here: %s', async (line) => {
    const [here, there] = [await tell(`${commands.shellFunction}\n${line}`), await tell(`${program}\n${line}`)];
    expect(here).toEqual(there);
    expect(here.output + here.errors).not.toBe('');
  });
});
