import { join, resolve } from 'node:path';
import { runCLI } from 'jest';
import { repositoryRoot } from '../workspaces.ts';
import type { Mutant } from './mutants.ts';

/** One run of tests: on the sources as they are, or with one change. */
export interface TrialRequest {
  /** Test files in the order in which they run, until one fails. */
  readonly tests: readonly string[];
  readonly mutant?: Mutant;
}

async function passes({ tests, mutant }: TrialRequest): Promise<boolean> {
  for (const test of tests) if (!(await isPassing(test, mutant))) return false;
  return true;
}

/** Not with `bail`: jest would end the process some time after its answer. */
async function isPassing(test: string, mutant: Mutant | undefined): Promise<boolean> {
  const { results } = await runCLI(
    {
      $0: 'mutate',
      _: [test],
      config: join(repositoryRoot, 'core/tools/src/mutate/jest.config.js'),
      globals: JSON.stringify({ mutant }),
      runTestsByPath: true,
      runInBand: true,
      silent: true,
    },
    // Without its last slash: another spelling of the root is another project to jest, with a configuration of its own.
    [resolve(repositoryRoot)],
  );
  return results.success;
}

// One request after the other; each is answered with whether the tests passed.
process.on('message', (request: TrialRequest) => {
  passes(request).then(
    (isPassed) => process.send?.(isPassed),
    () => process.exit(1),
  );
});
process.once('disconnect', () => process.exit(0));
