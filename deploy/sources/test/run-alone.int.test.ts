import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { brpPath } from '../src/brp/start-brp.ts';
import { story } from '../src/population/story.ts';
import { readReceipts } from './source/read-receipts.ts';

const running: ChildProcessWithoutNullStreams[] = [];
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'koppel-alone-'));
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

function run(
  name: string,
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  const program = fileURLToPath(new URL(`../src/${name}.main.ts`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'], ...environment } });
  running.push(child);
  return child;
}

async function readLine(child: ChildProcessWithoutNullStreams): Promise<Record<string, string>> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as Record<string, string>;
}

async function readEnd(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code, ...output };
}

describe('a source that runs alone', () => {
  test.each(['brp', 'police', 'tax'])('%s says where it listens, is well, and ends when asked', async (name) => {
    const child = run(name);
    const ready = await readLine(child);
    expect(ready).toEqual({ ready: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect((await fetch(`${ready['url']}/health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  test('keeps receipts and can be controlled when it is told to', async () => {
    const receiptFile = join(folder, 'receipts.jsonl');
    const environment = { BRP_API_KEY: 'key', SOURCE_CONTROL_TOKEN: 'control' };
    const { url, controlUrl } = await readLine(run('brp', ['--receipts', receiptFile, '--seed', '5'], environment));
    const ask = (): Promise<Response> =>
      fetch(`${url}${brpPath}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': 'key' },
        body: JSON.stringify({
          type: 'RaadpleegMetBurgerservicenummer',
          burgerservicenummer: [story.knownPerson.bsn],
          fields: ['naam.voornamen'],
        }),
      });
    expect(await (await ask()).json()).toMatchObject({ personen: [{ naam: { voornamen: 'Alfa' } }] });
    await fetch(`${controlUrl}/__control/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: 'Bearer control' },
      body: JSON.stringify({ failWith: 503 }),
    });
    expect((await ask()).status).toBe(503);
    expect(readReceipts(receiptFile)).toHaveLength(2);
  });

  test.each(['brp', 'police', 'tax', 'permits'])('%s explains itself', async (name) => {
    const { code, stdout } = await readEnd(run(name, ['--help']));
    expect(code).toBe(0);
    expect(stdout).toMatch(/--seed[\s\S]*Environment:/);
  });

  test.each([
    ['a port that is no number', ['--port', 'abc'], '--port wants a whole number'],
    ['a flag that does not exist', ['--prot', '1'], "Unknown option '--prot'"],
    ['a port in use', ['--port'], 'EADDRINUSE'],
  ])('ends with a sentence for %s', async (_title, args, sentence) => {
    const taken = args.length === 1 ? [new URL((await readLine(run('tax')))['url'] ?? '').port] : [];
    const { code, stderr } = await readEnd(run('brp', [...args, ...taken]));
    expect(code).toBe(1);
    expect(stderr).toContain(`brp: `);
    expect(stderr).toContain(sentence);
  });

  test('permits names the variable that is missing', async () => {
    const { code, stderr } = await readEnd(run('permits'));
    expect([code, stderr]).toEqual([1, 'permits: set PERMITS_DATABASE_URL\n']);
  });
});
