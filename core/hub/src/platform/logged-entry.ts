import type { LedgerEntry } from '@koppel/ledger';
import { isOperator, type Caller } from './caller.ts';

/** An entry and its place in the log. */
export interface LoggedEntry {
  readonly index: number;
  readonly entry: LedgerEntry;
}

/** Whether somebody may see an entry about an exchange: both parties, and the operator, who answers for the whole. */
export const mayRead = (caller: Caller, { requester, provider }: LedgerEntry): boolean =>
  isOperator(caller) || requester?.oin === caller.oin || provider?.oin === caller.oin;
