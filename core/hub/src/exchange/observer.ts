import { operationId, problemCodes, type ExchangeReply, type KoppelError } from '@koppel/contract';
import type { HubEventBus } from '../platform/events.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Attempt } from './attempt.ts';

/** Counts and tells what became of exchanges, in words that identify no person. */
export class ExchangeObserver {
  readonly #metrics: Metrics;
  readonly #events: HubEventBus;

  constructor(metrics: Metrics, events: HubEventBus) {
    this.#metrics = metrics;
    this.#events = events;
  }

  answered(attempt: Attempt, reply: ExchangeReply, now: number): void {
    const outcome = reply.mode === 'match' ? 'matched' : 'released';
    this.#count(reply.operation, outcome, now - attempt.startedAt);
    this.#events.emit('exchange.answered', {
      exchange: attempt.exchange,
      operation: operationId({ name: reply.operation, version: reply.operationVersion }),
      requester: attempt.caller.oin,
      outcome,
      durationMs: now - attempt.startedAt,
    });
  }

  unanswered(attempt: Attempt, problem: KoppelError, now: number): void {
    const isRefused = problemCodes[problem.code].status < 500;
    // A name that nobody registered is the caller's own text and has no place among the labels.
    const operation = problem.code === 'operation.unknown' ? 'unknown' : attempt.request.operation;
    this.#count(operation, isRefused ? 'refused' : 'failed', now - attempt.startedAt);
    this.#metrics.refusals.inc({ code: problem.code });
    this.#events.emit(isRefused ? 'exchange.refused' : 'exchange.failed', {
      exchange: attempt.exchange,
      operation,
      requester: attempt.caller.oin,
      code: problem.code,
    });
  }

  #count(operation: string, outcome: string, durationMs: number): void {
    this.#metrics.exchanges.inc({ operation, outcome });
    this.#metrics.exchangeSeconds.observe({ outcome }, durationMs / 1000);
  }
}
