import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadOrder, LoadResult } from './order.ts';

type Report = { readonly result: LoadResult } | { readonly failure: string };

/** The load generator in a process of its own. */
export class LoadGenerator {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'load.main.ts'), [], { execArgv: ['--no-warnings'] });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** @throws Error when the order could not be carried out at all. */
  async run(order: LoadOrder): Promise<LoadResult> {
    const report = new Promise<Report>((resolve, reject) => {
      this.#child.once('message', (message) => resolve(message as Report));
      this.#child.once('exit', () => reject(new Error('The load generator ended')));
    });
    this.#child.send(order);
    const told = await report;
    this.#child.removeAllListeners('exit');
    if ('failure' in told) throw new Error(`The load generator failed: ${told.failure}`);
    return told.result;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
