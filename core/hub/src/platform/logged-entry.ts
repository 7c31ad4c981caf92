import type { LedgerEntry } from '@koppel/ledger';

/** An entry and its place in the log. */
export interface LoggedEntry {
  readonly index: number;
  readonly entry: LedgerEntry;
}
