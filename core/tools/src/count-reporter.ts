import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What jest says of a run so far; the names are jest's. */
interface RunSoFar {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
}

/** What jest says of one test file. */
interface FileResult {
  testFilePath: string;
  numPassingTests: number;
  numFailingTests: number;
  numPendingTests: number;
  numTodoTests: number;
  failureMessage?: string | null;
  testExecError?: unknown;
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const nothing: Counts = { passed: 0, failed: 0 };
/** Of what a failed file says, so much of the beginning and of the end. */
const mostSaid = { first: 300, last: 900 };

/**
 * Keeps the counts of a test run in the file that KOPPEL_TEST_COUNTS names, and renews it after each test file, so that a run
 * that dies leaves what it had. A skipped test, a planned test and a test file that cannot run count as failures.
 *
 * A run that ends leaves beside it, in `.failing`, the files that failed and their counts. The next run into the same counts
 * runs those once more: its results take the place of theirs.
 */
export default class CountReporter {
  readonly #file = process.env['KOPPEL_TEST_COUNTS'];
  readonly #before = this.#file === undefined ? nothing : readBefore(this.#file);
  readonly #failing: FileResult[] = [];

  onTestResult(_test: unknown, result: FileResult, run: RunSoFar): void {
    if (result.numFailingTests > 0 || couldNotRun(result)) this.#failing.push(result);
    this.#write(run);
  }

  onRunComplete(_contexts: unknown, run: RunSoFar): void {
    this.#write(run);
    for (const result of this.#failing) process.stdout.write(`\nfailed: ${nameOf(result)}\n${shorten(result)}\n`);
    if (this.#file === undefined) return;
    const lines = this.#failing.map((result) => {
      const { passed, failed } = countsOf(result);
      return `${passed} ${failed} ${nameOf(result)}\n`;
    });
    writeFileSync(`${this.#file}.failing`, lines.join(''));
  }

  #write(run: RunSoFar): void {
    if (this.#file === undefined) return;
    const failed = run.numFailedTests + run.numRuntimeErrorTestSuites + run.numPendingTests + run.numTodoTests;
    const counts = add(this.#before, { passed: run.numPassedTests, failed });
    writeFileSync(this.#file, `${JSON.stringify(counts)}\n`);
  }
}

/** What an earlier run counted, but for the files that failed there. */
function readBefore(file: string): Counts {
  const failing = `${file}.failing`;
  if (!existsSync(failing)) return nothing;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  const lines = readFileSync(failing, 'utf8').split('\n').filter(Boolean);
  const again = lines.map((line) => line.split(' ').map(Number));
  return again.reduce((rest, [passed = 0, failed = 0]) => add(rest, { passed: -passed, failed: -failed }), before);
}

const add = (one: Counts, other: Counts): Counts => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
});

/** A file that cannot run is one failure. */
function countsOf(result: FileResult): Counts {
  const skipped = result.numPendingTests + result.numTodoTests;
  const unrun = couldNotRun(result) ? 1 : 0;
  return { passed: result.numPassingTests, failed: result.numFailingTests + skipped + unrun };
}

const couldNotRun = ({ testExecError }: FileResult): boolean => Boolean(testExecError);

const nameOf = ({ testFilePath }: FileResult): string => relative(process.cwd(), testFilePath);

function shorten({ failureMessage }: FileResult): string {
  const said = stripVTControlCharacters(failureMessage ?? '').trim();
  if (said.length <= mostSaid.first + mostSaid.last) return said;
  return `${said.slice(0, mostSaid.first)}\n[…]\n${said.slice(-mostSaid.last)}`;
}
