import type { Log } from '@koppel/contract';

interface Stop {
  readonly name: string;
  readonly run: () => unknown;
}

/** What was started, to be stopped in reverse; each part gets a bounded time, and one that fails does not keep the rest. */
export class StopStack {
  readonly #stops: Stop[] = [];
  readonly #log: Log;
  readonly #timeoutMs: number;

  constructor(log: Log, timeoutMs = 10_000) {
    this.#log = log;
    this.#timeoutMs = timeoutMs;
  }

  push(name: string, run: Stop['run']): void {
    this.#stops.push({ name, run });
  }

  async stop(): Promise<void> {
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) await this.#stopOne(stop);
  }

  async #stopOne({ name, run }: Stop): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), this.#timeoutMs);
    try {
      const outcome = await Promise.race([Promise.resolve().then(run), late]);
      if (outcome === 'late') this.#log.warn({ part: name }, 'did not stop in time');
    } catch (error) {
      this.#log.warn({ part: name, reason: error instanceof Error ? error.name : 'unknown' }, 'did not stop well');
    } finally {
      clearTimeout(timer);
    }
  }
}
