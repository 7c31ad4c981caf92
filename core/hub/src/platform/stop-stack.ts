import type { Log } from '@koppel/contract';

/** Told how long it may take, in milliseconds. */
type StopRun = (leftMs: number) => unknown;

interface Stop {
  readonly name: string;
  readonly run: StopRun;
}

/** What supervisors give is ten seconds; the last part of a second is for the process to end. */
const stopWithinMs = 9_500;
/** A part whose turn comes when all time is used may still let go of what it holds. */
const leastMs = 100;

/** What was started, to be stopped in reverse within one bounded time; a part that fails or hangs does not keep the rest. */
export class StopStack {
  readonly #stops: Stop[] = [];
  readonly #log: Log;
  readonly #withinMs: number;

  constructor(log: Log, withinMs = stopWithinMs) {
    this.#log = log;
    this.#withinMs = withinMs;
  }

  push(name: string, run: StopRun): void {
    this.#stops.push({ name, run });
  }

  async stop(): Promise<void> {
    const until = performance.now() + this.#withinMs;
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
      await this.#stopOne(stop, Math.max(until - performance.now(), leastMs));
    }
  }

  async #stopOne({ name, run }: Stop, leftMs: number): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), leftMs);
    try {
      const outcome = await Promise.race([Promise.resolve(leftMs).then(run), late]);
      if (outcome === 'late') this.#log.warn({ part: name }, 'did not stop in time');
    } catch (error) {
      this.#log.warn({ part: name, reason: error instanceof Error ? error.name : 'unknown' }, 'did not stop well');
    } finally {
      clearTimeout(timer);
    }
  }
}
