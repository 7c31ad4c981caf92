import { writeFileSync } from 'node:fs';

/** What jest says of a run so far; the names are jest's. */
interface RunSoFar {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
}

/**
 * Keeps the counts of a test run in the file that KOPPEL_TEST_COUNTS names, and renews it after each test file, so that a run
 * that dies leaves what it had. A skipped test, a planned test and a test file that cannot run count as failures.
 */
export default class CountReporter {
  onTestResult(_test: unknown, _result: unknown, run: RunSoFar): void {
    this.#write(run);
  }

  onRunComplete(_contexts: unknown, run: RunSoFar): void {
    this.#write(run);
  }

  #write(run: RunSoFar): void {
    const file = process.env.KOPPEL_TEST_COUNTS;
    if (file === undefined) return;
    const skipped = run.numPendingTests + run.numTodoTests;
    const failed = run.numFailedTests + run.numRuntimeErrorTestSuites + skipped;
    writeFileSync(file, `${JSON.stringify({ passed: run.numPassedTests, failed, skipped })}\n`);
  }
}
