import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../workspaces.ts';
import type { Mutant } from './mutants.ts';

const timeoutMs = 60_000;

/** Whether the tests pass with this change, or with none. A run that does not end has noticed it. */
export function passes(tests: readonly string[], mutant?: Mutant): Promise<boolean> {
  const jest = join(repositoryRoot, 'node_modules/jest/bin/jest.js');
  const config = join(repositoryRoot, 'core/tools/src/mutate/jest.config.js');
  const flags = ['--experimental-vm-modules', '--no-warnings', jest, '--config', config, '--bail', '--silent', '-i'];
  const child = spawn(process.execPath, [...flags, '--runTestsByPath', ...tests], {
    cwd: repositoryRoot,
    env: { ...process.env, ...(mutant ? { KOPPEL_MUTANT: JSON.stringify(mutant) } : {}) },
    stdio: 'ignore',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  // A change can make a loop without end, which would go on and take all memory when whoever waits for it is gone.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  child.on('error', reject);
  child.on('exit', (code) => {
    process.off('exit', end);
    resolve(code === 0);
  });
  return promise;
}
