import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exitCodes } from '../src/index.ts';
import { CommandLine } from './command-line.ts';
import { refusal, StubHub } from './stub-hub.ts';

let hub: StubHub;
let koppel: CommandLine;

beforeAll(async () => {
  hub = await StubHub.start({
    'GET /v1/agreements': { body: { agreements: [] } },
    'GET /v1/organisations': refusal('token.insufficient-scope'),
    'GET /v1/adapters': refusal('hub.unavailable'),
    'GET /v1/ledger/checkpoint': { status: 500, body: 'broken', type: 'text/plain' },
  });
  koppel = await CommandLine.prepare(hub.url);
});

afterAll(async () => {
  hub.stop();
  await koppel.remove();
});

describe('the exit code', () => {
  test.each([
    ['ok', ['agreements', 'list']],
    ['ok', ['--help']],
    ['ok', ['--version']],
    ['usage', ['agreements', 'lst']],
    ['usage', ['agreements', 'show']],
    ['usage', ['exchange', 'municipality.find-residents']],
    ['usage', ['agreements', 'draft', '-']],
    ['refused', ['organisations', 'list']],
    ['refused', ['agreements', 'show', 'unknown']],
    ['refused', ['ledger', 'checkpoint']],
    ['unavailable', ['adapters', 'list']],
    ['unavailable', ['adapters', 'list', '--hub', 'http://127.0.0.1:1']],
    ['notVerified', ['ledger', 'verify', '-']],
    ['cannotStart', ['adapters', 'list', '--profile', 'nobody']],
    ['unexpected', ['ledger', 'verify', '/nowhere/at/all']],
  ] as const)('is "%s" for koppel %j', async (name, args) => {
    const { exitCode } = await koppel.run(args);
    expect(exitCode).toBe(exitCodes[name]);
  });

  test.each([
    [['organisations', 'list']],
    [['adapters', 'list', '--hub', 'http://127.0.0.1:1']],
    [['agreements', 'draft', '-']],
    [['adapters', 'list', '--profile', 'nobody']],
    [['ledger', 'verify', '/nowhere/at/all']],
  ])('of a failure comes with one JSON document for koppel %j --json', async (args) => {
    const { output } = await koppel.run([...args, '--json']);
    const { error } = JSON.parse(output) as { error: { code: string; message: string } };
    expect(error.code).toMatch(/^[a-z.-]+$/);
    expect(error.message).not.toBe('');
  });

  test('of a refusal comes with the code and with what to do next', async () => {
    const { errors, output } = await koppel.run(['organisations', 'list']);
    expect(output).toBe('');
    expect(errors).toContain('token.insufficient-scope');
    expect(errors).toContain('koppel keys add');
  });

  test('of an unknown profile comes with the names of those there are', async () => {
    const { errors } = await koppel.run(['token', '--profile', 'nobody']);
    expect(errors).toContain('operator');
  });
});
