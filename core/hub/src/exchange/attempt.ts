import { KoppelError, type ExchangeRequest } from '@koppel/contract';
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

/**
 * A person asks under their own pseudonym; a system answers for whom it names.
 *
 * @throws KoppelError `request.invalid` when the token is of another person than the request names.
 */
export function checkActor({ caller, request }: Attempt): void {
  if (caller.person === undefined || caller.person === request.actor.id) return;
  const faults = [{ path: '/actor/id', message: 'must be the person whom the access token names' }];
  throw new KoppelError('request.invalid', undefined, { details: { faults } });
}
