import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import CountReporter from '../src/count-reporter.ts';

const none = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};
const file = {
  testFilePath: join(process.cwd(), 'core/some.test.ts'),
  numPassingTests: 3,
  numFailingTests: 2,
  numPendingTests: 1,
  numTodoTests: 0,
  failureMessage: 'it did not hold',
};
const variable = 'KOPPEL_TEST_COUNTS';
const outer = process.env[variable];

let directory: string;
let counts: string;
let said: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'koppel-counts-'));
  counts = join(directory, 'counts');
  process.env[variable] = counts;
  said = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  if (outer === undefined) delete process.env[variable];
  else process.env[variable] = outer;
  rmSync(directory, { recursive: true });
});

const read = (): unknown => JSON.parse(readFileSync(counts, 'utf8'));

test('skipped and planned tests and files that cannot run count as failed, after every file', () => {
  const run = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 4,
    numRuntimeErrorTestSuites: 8,
  };
  new CountReporter().onTestResult({}, { ...file, numFailingTests: 0 }, run);
  expect(read()).toEqual({ passed: 5, failed: 15 });
});

test('what failed is told at the end, without its middle when it is long', () => {
  const reporter = new CountReporter();
  const failureMessage = `begin${'-'.repeat(5000)}end`;
  reporter.onTestResult({}, { ...file, failureMessage }, none);
  reporter.onRunComplete({}, none);
  expect(said).toContain('failed: core/some.test.ts\nbegin---');
  expect(said).toContain('---end\n');
  expect(said.length).toBeLessThan(1300);
});

test('files that failed and run once more count as they did the second time', () => {
  const first = new CountReporter();
  first.onTestResult({}, file, { ...none, numPassedTests: 3, numFailedTests: 2, numPendingTests: 1 });
  first.onRunComplete({}, { ...none, numPassedTests: 10, numFailedTests: 2, numPendingTests: 1 });
  expect(read()).toEqual({ passed: 10, failed: 3 });
  const second = new CountReporter();
  second.onTestResult({}, { ...file, numFailingTests: 0 }, none);
  second.onRunComplete({}, { ...none, numPassedTests: 5, numPendingTests: 1 });
  expect(read()).toEqual({ passed: 12, failed: 1 });
});

test('a file that could not run is one failure, which is gone when it runs the second time', () => {
  const first = new CountReporter();
  const broken = {
    ...file,
    numPassingTests: 0,
    numFailingTests: 0,
    numPendingTests: 0,
    testExecError: new Error('no'),
  };
  first.onTestResult({}, broken, { ...none, numRuntimeErrorTestSuites: 1 });
  first.onRunComplete({}, { ...none, numPassedTests: 7, numRuntimeErrorTestSuites: 1 });
  expect(read()).toEqual({ passed: 7, failed: 1 });
  const second = new CountReporter();
  second.onRunComplete({}, { ...none, numPassedTests: 3 });
  expect(read()).toEqual({ passed: 10, failed: 0 });
});
