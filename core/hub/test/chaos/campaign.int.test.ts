import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readChaosOptions } from './options.ts';
import type { CampaignResults } from './results.ts';

const run = promisify(execFile);
const recorded = readChaosOptions([])?.trials ?? [];
const program = join(import.meta.dirname, 'chaos.main.ts');
/** A stop-gap against a machine that hangs: the limits of recovery are those of the faults. */
const timeoutMs = 300_000;
/** The limits are those of processors that do nothing else; here they are shared with other tests. */
const slowdown = 2;

// Not `instanceof Error`: it comes from outside the world that jest makes for a test.
const isOutcome = (error: unknown): error is { readonly stdout: string } =>
  typeof error === 'object' && error !== null && 'stdout' in error && typeof error.stdout === 'string';

let results: CampaignResults;

beforeAll(async () => {
  const args = ['--disable-warning=ExperimentalWarning', program, '--json'];
  const { NODE_OPTIONS: _jest, ...env } = process.env;
  const { stdout } = await run(process.execPath, args, { env }).catch((error: unknown) => {
    // One that is not sound ends with 1, and tells on its last line why.
    if (isOutcome(error) && error.stdout !== '') return error;
    throw error;
  });
  results = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as CampaignResults;
}, timeoutMs);

describe('after the recorded trials of the fault campaign', () => {
  test('every one was run, or it is told why not', () => {
    expect(results.trials + Object.keys(results.notRun).length).toBe(recorded.length);
    // What needs no right of root is run everywhere.
    for (const name of Object.keys(results.notRun)) expect(name).toMatch(/^(disk-|write-|sync-)/);
    expect(results.answered).toBeGreaterThan(recorded.length * 20);
  });

  test('no answer that somebody holds is missing in the ledger', () => {
    expect(results.lost).toBe(0);
  });

  test('nothing was asked or answered twice', () => {
    expect(results.doubled).toBe(0);
  });

  test('no source heard a question that the ledger does not tell of', () => {
    expect(results.unlogged).toBe(0);
  });

  test('the ledger verifies as a whole', () => {
    expect(results.unverified).toBe(0);
  });

  test('four of five are back within 5 seconds, or 15 with the database, and none takes twice that', () => {
    const times = Object.entries(results.byFault).map(([name, { recovery }]) => ({ name, ...recovery }));
    expect(times.filter(({ worst, limit }) => worst > limit * slowdown)).toEqual([]);
    expect(results.late).toBeLessThanOrEqual(recorded.length / 5);
    expect(new Set(times.map(({ limit }) => limit))).toEqual(new Set([5000, 15_000]));
  });

  test('nothing ended that was not killed', () => {
    expect(results.fellByItself).toEqual({});
  });

  test('callers without an answer were told to come back, unless the network had spoiled their question or its answer', () => {
    const spoiled = ['adapter.failed', 'reply.invalid', 'request.invalid'];
    expect(Object.keys(results.broken).filter((code) => !spoiled.includes(code))).toEqual([]);
  });
});
