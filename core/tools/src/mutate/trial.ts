import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../workspaces.ts';
import type { Mutant } from './mutants.ts';
import type { TrialRequest } from './trial.main.ts';

/** How long tests that pass in so long may take on a change before they count as endless. */
export const patienceMs = (usualMs: number): number => 5_000 + 4 * usualMs;

const longestMs = 60_000;
/** Each run leaves something behind in memory. */
const mostRuns = 25;

/** Runs tests in a process of its own, the same for many runs: most of a short one would be the start. */
export class Trials {
  #worker: ChildProcess | undefined;
  #runs = 0;

  /** Whether the tests pass with this change, or with none. A run that does not end, or ends its process, has noticed it. */
  async passes(tests: readonly string[], mutant?: Mutant, timeoutMs = longestMs): Promise<boolean> {
    this.#worker ??= startWorker();
    const isPassed = await answerOf(this.#worker, { tests, ...(mutant ? { mutant } : {}) }, timeoutMs);
    this.#runs += 1;
    if (isPassed === undefined || this.#runs >= mostRuns) this.close();
    return isPassed ?? false;
  }

  close(): void {
    this.#worker?.kill('SIGKILL');
    this.#worker = undefined;
    this.#runs = 0;
  }
}

function startWorker(): ChildProcess {
  return fork(join(repositoryRoot, 'core/tools/src/mutate/trial.main.ts'), {
    cwd: repositoryRoot,
    execArgv: ['--experimental-vm-modules', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

async function answerOf(worker: ChildProcess, request: TrialRequest, timeoutMs: number): Promise<boolean | undefined> {
  const over = new AbortController();
  const { signal } = over;
  const timer = setTimeout(() => over.abort(), timeoutMs);
  worker.send(request);
  try {
    const answer = once(worker, 'message', { signal }).then(([isPassed]) => isPassed as boolean);
    const end = once(worker, 'exit', { signal }).then(() => undefined);
    return await Promise.race([answer, end]).catch(() => undefined);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
