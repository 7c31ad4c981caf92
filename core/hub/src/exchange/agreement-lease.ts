import type { Clock, Log } from '@koppel/contract';
import type { Call } from '../platform/actions.ts';
import type { Gate } from './gate.ts';

/** A suspended agreement binds everywhere within this time: an older view of the agreements is no longer used. */
export const leaseMs = 2000;
const refreshMs = 500;

/**
 * Keeps a gate up to date and knows how old its view is. The age counts from the moment the changes were asked for,
 * so whatever was committed before that moment is in the view; the clock is the security clock.
 */
export class AgreementLease {
  readonly #gate: Gate;
  readonly #call: Call;
  readonly #clock: Clock;
  readonly #log: Log;
  #revision = 0;
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;

  constructor(options: { gate: Gate; call: Call; clock: Clock; log: Log }) {
    this.#gate = options.gate;
    this.#call = options.call;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.refresh(), refreshMs);
    void this.refresh();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Milliseconds since the view was known to be whole. */
  get ageMs(): number {
    return this.#clock.now() - this.#refreshedAt;
  }

  get isFresh(): boolean {
    return this.ageMs < leaseMs;
  }

  /** Takes in what changed; asked while it runs, it runs once more, so that a change announced meanwhile is not missed. */
  refresh(): Promise<void> {
    if (this.#running) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#running = this.#refreshUntilQuiet().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #refreshUntilQuiet(): Promise<void> {
    do {
      this.#isAskedAgain = false;
      await this.#refreshOnce();
    } while (this.#isAskedAgain);
  }

  async #refreshOnce(): Promise<void> {
    try {
      for (let isComplete = false; !isComplete; ) {
        const askedAt = this.#clock.now();
        const changes = await this.#call('agreements.changesSince', { revision: this.#revision });
        this.#gate.apply(changes.records);
        this.#revision = changes.revision;
        isComplete = changes.isComplete;
        if (isComplete) this.#refreshedAt = askedAt;
      }
    } catch (error) {
      this.#log.warn(
        { ageMs: this.ageMs, reason: error instanceof Error ? error.name : 'unknown' },
        'agreements not refreshed',
      );
    }
  }
}
