import { exchangeDeadlineMs, type Clock, type Log } from '@koppel/contract';
import type { Call } from '../platform/actions.ts';
import type { DataProcessingRecord, ProcessingActivity } from '../platform/processing.schema.ts';
import type { LoggedExchange } from '../platform/processing-actions.ts';
import { processingActivityOf } from './processing-activity.ts';

/** The decision about an exchange, with what a log of decisions identifies it by. */
export type DecisionRecord = Pick<ProcessingActivity, 'transaction' | 'decision'>;

export type ExportedRecord = DecisionRecord | DataProcessingRecord;

/** Where records go. */
export interface Collector {
  /** Resolves once the collector has taken them; rejects when it has not, or may not have. */
  send(records: readonly ExportedRecord[]): Promise<void>;
}

/** How far the export came; one node at a time holds it. */
export interface ExportProgress {
  hold(seconds: number): Promise<number | undefined>;
  advance(index: number): Promise<boolean>;
}

export interface ExporterParts {
  readonly call: Call;
  readonly collector: Collector;
  readonly progress: ExportProgress;
  readonly clock: Clock;
  readonly log: Log;
}

const exchangesPerRound = 200;
const recordsPerMessage = 500;
const holdSeconds = 60;
/** After this a question gets no answer any more; it may be logged on a node whose clock is behind. */
const mayBeAnsweredMs = exchangeDeadlineMs.maximum + 60_000;

/** The decision comes before what was done on it. */
function recordsOf(exchange: LoggedExchange): ExportedRecord[] {
  const { transaction, decision, records } = processingActivityOf(exchange);
  return [{ transaction, decision }, ...records];
}

/**
 * Follows the ledger and hands decisions and processing records to a collector: in the order of the log, each at least once. How
 * far it came is written down after the collector has taken them, so whatever dies in between is sent again; while the
 * collector is away nothing is lost and nothing waits but this.
 */
export class ProcessingExporter {
  readonly #parts: ExporterParts;
  #underway: Promise<void> | undefined;
  #isWell = true;

  constructor(parts: ExporterParts) {
    this.#parts = parts;
  }

  /** Sends everything that is there to be sent. Never rejects; joins a round that is under way. */
  round(): Promise<void> {
    this.#underway ??= this.#sendAll().finally(() => (this.#underway = undefined));
    return this.#underway;
  }

  async #sendAll(): Promise<void> {
    const { log } = this.#parts;
    try {
      while (await this.#sendSome());
      if (!this.#isWell) log.info({}, 'the collector takes processing records again');
      this.#isWell = true;
    } catch {
      if (this.#isWell)
        log.warn({}, 'the collector does not take processing records; they stay in the ledger until it does');
      this.#isWell = false;
    }
  }

  /** Whether there may be more. */
  async #sendSome(): Promise<boolean> {
    const { call, progress } = this.#parts;
    const from = await progress.hold(holdSeconds);
    if (from === undefined) return false;
    const { exchanges, next } = await call('ledger.exchanges', { from, limit: exchangesPerRound });
    const open = exchanges.findIndex((exchange) => this.#mayStillBeAnswered(exchange));
    const ended = open < 0 ? exchanges : exchanges.slice(0, open);
    await this.#send(ended.flatMap(recordsOf));
    const reached = exchanges[open]?.question.index ?? next;
    return reached > from && (await progress.advance(reached)) && open < 0;
  }

  async #send(records: readonly ExportedRecord[]): Promise<void> {
    for (let start = 0; start < records.length; start += recordsPerMessage) {
      await this.#parts.collector.send(records.slice(start, start + recordsPerMessage));
    }
  }

  #mayStillBeAnswered({ question: { entry }, answers }: LoggedExchange): boolean {
    const isOpen = entry.type === 'request.disclosed' && answers.length === 0;
    return isOpen && this.#parts.clock.now() - Date.parse(entry.at) < mayBeAnsweredMs;
  }
}
