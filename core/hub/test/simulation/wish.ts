import type { ExchangeRequest } from '@koppel/contract';
import type { Caller } from '../../src/platform/actions.ts';
import type { Machine } from './machine.ts';

/** What somebody wants to know, and under which idempotency key, if any. */
export interface Wish {
  readonly caller: Caller;
  readonly request: ExchangeRequest & { readonly request: { readonly bsn: string } };
  readonly key: string | undefined;
}

/** One try to have a wish fulfilled, as its caller knows it. */
export interface Try {
  readonly wish: Wish;
  readonly transaction: string;
  /** Tries with the same idempotency key of the same caller are one family; a try without a key is a family of its own. */
  readonly family: string;
  readonly machine: Machine;
  /** By the clock of the machine. */
  readonly deadline: number;
}
