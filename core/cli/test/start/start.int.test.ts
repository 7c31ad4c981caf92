import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readWitnessStatus, type DemoResult } from '@koppel/local';

const shim = fileURLToPath(new URL('../../bin/koppel.js', import.meta.url));
const startTimeoutMs = 120_000;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

async function start(home: string, ...options: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [shim, 'start', '--once', '--port', '0', ...options], {
    env: { ...process.env, KOPPEL_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  return { code, output };
}

const lastLine = (output: string): DemoResult => JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as DemoResult;

describe.each([
  { link: 'nats', released: 6, matched: 3 },
  { link: 'memory', released: 4, matched: 1 },
])('the whole of Koppel on one machine, over $link', ({ link, ...expected }) => {
  let home: string;
  let ended: Ended;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'koppel-start-'));
    ended = await start(home, '--json', '--link', link);
  }, startTimeoutMs);
  afterAll(() => rm(home, { recursive: true, force: true }));

  test('starts, plays its demonstration and ends well', () => {
    expect(ended.code).toBe(0);
    expect(lastLine(ended.output)).toMatchObject({ bus: link, startupMs: expect.any(Number) });
  });

  test('releases what is allowed, refuses what is not, each with its reason and its place in the ledger', () => {
    const { exchanges } = lastLine(ended.output);
    const count = (outcome: string): number => exchanges.filter((exchange) => exchange.outcome === outcome).length;
    expect({ released: count('released'), matched: count('matched') }).toEqual(expected);
    expect(exchanges.filter(({ outcome }) => outcome === 'refused').map(({ code }) => code)).toEqual([
      'agreement.not-found',
      'agreement.purpose-mismatch',
      'agreement.suspended',
    ]);
    expect(exchanges.every(({ ledgerIndex }) => ledgerIndex !== null)).toBe(true);
  });

  test('makes a signal of what an employee wrote in the own system of a partner', () => {
    expect(lastLine(ended.output).signal).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('proves it: the whole ledger verifies', () => {
    const { ledger } = lastLine(ended.output);
    expect(ledger).toMatchObject({ verified: true, rootHash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) });
    expect(ledger.size).toBeGreaterThan(50);
  });

  test('is witnessed by the adapters of all three partners, each with a folder of its own, when there is a message server', async () => {
    for (const client of ['municipality', 'police', 'tax']) {
      const { logs, evidence } = await readWitnessStatus(join(home, 'adapters', client, 'witness'));
      const isWitness = link === 'nats';
      expect({ client, logs: logs.length, evidence }).toEqual({ client, logs: isWitness ? 1 : 0, evidence: 0 });
    }
  });

  test('writes nobody’s bsn into its logs', async () => {
    const folder = join(home, 'logs');
    const names = await readdir(folder);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(await readFile(join(folder, name), 'utf8')).not.toMatch(/\b9999\d{5}\b/);
  });
});
