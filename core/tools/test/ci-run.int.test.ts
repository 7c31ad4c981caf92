import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { repositoryRoot } from '../src/workspaces.ts';

/** Stands in for npm: ends each command as the variable of its name says, and counts as COUNTS says. */
const fakeNpm = `#!/bin/sh
case "$*" in
  ci) exit "\${CI_EXIT:-0}" ;;
  test) printf '%s' "\${COUNTS:-}" > "$KOPPEL_TEST_COUNTS"; exit "\${TEST_EXIT:-0}" ;;
  "run check") exit "\${CHECK_EXIT:-0}" ;;
  *) exit 64 ;;
esac
`;

let checkout: string;

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'koppel-ci-'));
  mkdirSync(join(checkout, '.ci'));
  copyFileSync(join(repositoryRoot, '.ci/run'), join(checkout, '.ci/run'));
  writeFileSync(join(checkout, 'npm'), fakeNpm);
  chmodSync(join(checkout, 'npm'), 0o755);
});

afterAll(() => rmSync(checkout, { recursive: true }));

function runCi(outcome: Record<string, string>): { lastLine: string | undefined; code: number | null } {
  const env = { PATH: `${checkout}:/usr/bin:/bin`, ...outcome };
  const { stdout, status } = spawnSync(join(checkout, '.ci/run'), { env, encoding: 'utf8' });
  return { lastLine: stdout.trimEnd().split('\n').at(-1), code: status };
}

const counted = (passed: number, failed: number) => JSON.stringify({ passed, failed, skipped: 0 });

describe('.ci/run', () => {
  test('passes when the tests and the checks pass', () => {
    expect(runCi({ COUNTS: counted(12, 0) })).toEqual({ lastLine: 'tests: 12 passed, 0 failed', code: 0 });
  });

  test('fails with the number of failed tests', () => {
    const outcome = { COUNTS: counted(10, 2), TEST_EXIT: '1' };
    expect(runCi(outcome)).toEqual({ lastLine: 'tests: 10 passed, 2 failed', code: 1 });
  });

  test('fails for a skipped test, although the test command passes', () => {
    expect(runCi({ COUNTS: counted(11, 1) })).toEqual({ lastLine: 'tests: 11 passed, 1 failed', code: 1 });
  });

  test('fails when the run broke off after some passed tests', () => {
    const outcome = { COUNTS: counted(5, 0), TEST_EXIT: '137' };
    expect(runCi(outcome)).toEqual({ lastLine: 'tests: 5 passed, 1 failed', code: 1 });
  });

  test('fails when nothing was counted', () => {
    expect(runCi({})).toEqual({ lastLine: 'tests: 0 passed, 1 failed', code: 1 });
  });

  test('fails with its last line when the installation fails', () => {
    expect(runCi({ CI_EXIT: '1' })).toEqual({ lastLine: 'tests: 0 passed, 1 failed', code: 1 });
  });

  test('counts a failed check as one failure', () => {
    const outcome = { COUNTS: counted(12, 0), CHECK_EXIT: '1' };
    expect(runCi(outcome)).toEqual({ lastLine: 'tests: 12 passed, 1 failed', code: 1 });
  });
});
