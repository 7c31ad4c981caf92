import type { ExchangeRequest } from '@koppel/contract';
import { createUuidV7 } from '@koppel/ledger';
import type { Caller, ExchangeContext } from '../platform/actions.ts';

/** One try of one caller to exchange something. */
export interface Attempt {
  /** UUIDv7 made by the hub: unique, whatever the caller sends. */
  readonly exchange: string;
  readonly caller: Caller;
  readonly request: ExchangeRequest;
  readonly context: ExchangeContext;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly deadline: number;
}

export function createAttempt(
  asked: { caller: Caller; request: ExchangeRequest; context: ExchangeContext },
  now: number,
  defaultDeadlineMs: number,
): Attempt {
  return {
    exchange: createUuidV7(now),
    ...asked,
    startedAt: now,
    deadline: now + (asked.request.deadlineMs ?? defaultDeadlineMs),
  };
}
