import type { Log } from '@koppel/contract';
import type { WitnessStanding } from '../../platform/actions.ts';
import type { Metrics } from '../../platform/metrics.ts';

export interface WitnessWatchParts {
  /** Asks those that are due. */
  readonly ask: () => Promise<void>;
  readonly standing: () => Promise<WitnessStanding>;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Keeps asking, and tells the house how it stands: measures, and a warning while too few witnesses go along. */
export class WitnessWatch {
  readonly #parts: WitnessWatchParts;
  #isUnderway = false;
  #isWell = true;

  constructor(parts: WitnessWatchParts) {
    this.#parts = parts;
  }

  /** Exchanges go on without witnesses, so this warns and never fails. */
  readonly probe = (): true | 'warning' => this.#isWell || 'warning';

  /** One round; skipped while another is under way. */
  async round(): Promise<void> {
    if (this.#isUnderway) return;
    this.#isUnderway = true;
    try {
      await this.#parts.ask();
      this.#tell(await this.#parts.standing());
    } catch {
      this.#parts.log.warn({}, 'the witnesses could not be asked');
    } finally {
      this.#isUnderway = false;
    }
  }

  #tell({ required, signed, isQuorumMet, witnesses }: WitnessStanding): void {
    const { metrics, log } = this.#parts;
    metrics.witnessesRequired.set(required);
    metrics.witnessesSigned.set(signed);
    metrics.witnessesRefusing.set(witnesses.filter(({ isRefusing }) => isRefusing).length);
    metrics.witnessLag.reset();
    for (const { name, lagSeconds } of witnesses) metrics.witnessLag.set({ witness: name }, lagSeconds);
    const isWell = isQuorumMet && witnesses.every(({ isRefusing }) => !isRefusing);
    if (isWell !== this.#isWell) {
      if (isWell) log.info({ signed, required }, 'the witnesses go along again');
      else log.warn({ signed, required }, 'too few witnesses go along with the ledger, or one refuses');
    }
    this.#isWell = isWell;
  }
}
