import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { repositoryRoot } from '../src/workspaces.ts';

/** Stands in for npm: ends each command as the variable of its name says, counts as COUNTS says, and names what failed. */
const fakeNpm = `#!/bin/sh
case "$*" in
  ci) exit "\${CI_EXIT:-0}" ;;
  test)
    printf '%s' "\${COUNTS:-}" > "$KOPPEL_TEST_COUNTS"
    printf '%b' "\${FAILING:-}" > "$KOPPEL_TEST_COUNTS.failing"
    exit "\${TEST_EXIT:-0}" ;;
  "test -- --maxWorkers=1 --runTestsByPath "*)
    echo "$*"
    printf '%s' "\${COUNTS_AGAIN:-}" > "$KOPPEL_TEST_COUNTS"
    exit "\${AGAIN_EXIT:-0}" ;;
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

function tellCi(outcome: Record<string, string>): { lines: readonly string[]; code: number | null } {
  const env = { PATH: `${checkout}:/usr/bin:/bin`, ...outcome };
  const { stdout, status } = spawnSync(join(checkout, '.ci/run'), { env, encoding: 'utf8' });
  return { lines: stdout.trimEnd().split('\n'), code: status };
}

function runCi(outcome: Record<string, string>): { lastLine: string | undefined; code: number | null } {
  const { lines, code } = tellCi(outcome);
  return { lastLine: lines.at(-1), code };
}

const counted = (passed: number, failed: number) => JSON.stringify({ passed, failed });

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

  describe('when few test files failed', () => {
    const outcome = { COUNTS: counted(10, 2), TEST_EXIT: '1', FAILING: '1 1 a.test.ts\\n0 1 b.test.ts\\n' };

    test('runs them once more alone, tells so, and passes when they pass', () => {
      const { lines, code } = tellCi({ ...outcome, COUNTS_AGAIN: counted(12, 0) });
      expect(lines).toEqual([
        'once more, alone: a.test.ts',
        'once more, alone: b.test.ts',
        'test -- --maxWorkers=1 --runTestsByPath a.test.ts b.test.ts',
        'tests: 12 passed, 0 failed',
      ]);
      expect(code).toBe(0);
    });

    test('fails when they fail again', () => {
      const again = { COUNTS_AGAIN: counted(11, 1), AGAIN_EXIT: '1' };
      expect(runCi({ ...outcome, ...again })).toEqual({ lastLine: 'tests: 11 passed, 1 failed', code: 1 });
    });

    test('runs none again when there are more than three', () => {
      const FAILING = ['a', 'b', 'c', 'd'].map((name) => `1 1 ${name}.test.ts\\n`).join('');
      expect(tellCi({ ...outcome, FAILING }).lines).toEqual(['tests: 10 passed, 2 failed']);
    });
  });
});
