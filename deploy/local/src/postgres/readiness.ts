import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Log } from '@koppel/contract';
import { explainFailure, type Place } from './failure.ts';

/** Resolves when PostgreSQL says that it accepts connections; rejects with what to do when it ends before. */
export function followUntilReady(
  postmaster: ChildProcess,
  context: { readonly place: Place; readonly log: Log },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let words = '';
    if (!postmaster.stderr) throw new Error('The server has no output to follow');
    createInterface({ input: postmaster.stderr }).on('line', (line) => {
      words = `${words}${line}\n`.slice(-8000);
      report(line, context.log);
      if (line.endsWith('database system is ready to accept connections')) resolve();
    });
    postmaster.once('error', (error) => reject(explainFailure(error.message, context.place)));
    postmaster.once('close', () => reject(explainFailure(words, context.place)));
  });
}

function report(line: string, log: Log): void {
  const [, level = 'LOG', message = line] = /(?:\] |^)([A-Z]+): {2}(.*)$/.exec(line) ?? [];
  if (/^(ERROR|FATAL|PANIC)$/.test(level)) log.warn({ level }, `postgres: ${message}`);
  else log.debug({ level }, `postgres: ${message}`);
}
