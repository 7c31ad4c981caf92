import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@koppel/contract';
import type { Part, RunningPart } from './part.ts';

export interface SupervisorOptions {
  readonly log: Log;
  /** The pause before the first restart; it doubles up to half a minute. */
  readonly firstPauseMs?: number;
}

interface Kept {
  readonly name: string;
  current: RunningPart;
}

const longestPauseMs = 30_000;
/** A part that ran this long has recovered: its next restart comes soon again. */
const steadyMs = 60_000;

/** Keeps parts running: starts again what ended by itself, and ends everything in reverse order. */
export class Supervisor {
  readonly #log: Log;
  readonly #firstPauseMs: number;
  readonly #kept: Kept[] = [];
  readonly #stopping = new AbortController();

  constructor({ log, firstPauseMs = 500 }: SupervisorOptions) {
    this.#log = log;
    this.#firstPauseMs = firstPauseMs;
  }

  /** Starts a part and keeps it running from then on; a first start that fails is the caller's to judge. */
  async keep<Running extends RunningPart>(part: Part<Running>): Promise<Running> {
    const running = await part.start();
    const kept: Kept = { name: part.name, current: running };
    this.#kept.push(kept);
    void this.#watch(part, kept);
    if (this.#stopping.signal.aborted) await running.stop();
    return running;
  }

  /** Ends every part, last one first. What has not ended in time is left to the tether, which ends it with us. */
  async stop(timeoutMs = 9000): Promise<void> {
    this.#stopping.abort();
    const timeout = new AbortController();
    const tooLate = pause(timeoutMs, undefined, timeout).catch(() => undefined);
    await Promise.race([this.#stopAll(), tooLate]);
    timeout.abort();
  }

  async #stopAll(): Promise<void> {
    for (const { name, current } of this.#kept.toReversed()) {
      this.#log.debug({ part: name }, 'Stopping');
      await current.stop();
    }
  }

  async #watch(part: Part, kept: Kept): Promise<void> {
    let pauseMs = this.#firstPauseMs;
    while (!this.#stopping.signal.aborted) {
      const startedAt = Date.now();
      await kept.current.exited;
      if (this.#stopping.signal.aborted) return;
      if (Date.now() - startedAt > steadyMs) pauseMs = this.#firstPauseMs;
      this.#log.warn({ part: part.name, pauseMs }, 'Ended by itself; starting it again');
      await this.#restart(part, kept, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }

  /** A start that fails leaves the ended part in place, so that the watch comes straight back here, later each time. */
  async #restart(part: Part, kept: Kept, pauseMs: number): Promise<void> {
    try {
      await pause(pauseMs, undefined, { signal: this.#stopping.signal });
      kept.current = await part.start();
      if (this.#stopping.signal.aborted) await kept.current.stop();
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.#log.error({ part: part.name, reason }, 'Could not be started again');
    }
  }
}
