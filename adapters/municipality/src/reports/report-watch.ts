import { setTimeout as pause } from 'node:timers/promises';
import { asKoppelError, type AdapterHost } from '@koppel/contract';
import { eventOf } from './concern-raised.ts';
import type { Melding } from './melding.ts';
import type { ReportDesk } from './report-desk.ts';

interface WatchParts {
  readonly desk: Pick<ReportDesk, 'listAfter'>;
  readonly host: Pick<AdapterHost, 'publish' | 'log'>;
  readonly intervalMs: number;
}

/**
 * Looks at the desk again and again, and tells the hub of each report in turn. How far it got is remembered in memory
 * only: an adapter that is started anew tells everything again, and the hub knows each report by its id. A report that
 * the hub does not take now is told again the next time, before the ones that came after it.
 */
export class ReportWatch {
  readonly #parts: WatchParts;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #told = 0;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#ended = this.#watch(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.#parts.intervalMs, undefined, { signal }).catch(() => undefined);
      await this.#tellNew(signal).catch((error: unknown) => this.#report(error, signal));
    }
  }

  async #tellNew(signal: AbortSignal): Promise<void> {
    for (let before = -1; before < this.#told && !signal.aborted; ) {
      before = this.#told;
      const { meldingen, laatste } = await this.#parts.desk.listAfter(before, signal);
      // A desk that counts from the beginning again has begun anew.
      if (laatste < before) this.#told = 0;
      for (const melding of meldingen) await this.#tell(melding, signal);
    }
  }

  async #tell(melding: Melding, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#parts.host.publish(eventOf(melding));
    this.#told = melding.volgnummer;
  }

  #report(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const { code } = asKoppelError(error, 'adapter.failed');
    this.#parts.host.log.warn({ code }, 'Reports of the municipality could not be told to the hub; they will be');
  }
}
