export type DemoOutcome = 'released' | 'matched' | 'refused' | 'failed';

/** One exchange of the demonstration, as `koppel start --once --json` prints it. */
export interface DemoExchange {
  readonly operation: string;
  readonly outcome: DemoOutcome;
  /** Why it was refused or failed; null otherwise. */
  readonly code: string | null;
  /** The leaves that came, by path; `hit` alone for a match. */
  readonly released: readonly string[];
  /** The leaves that the agreement does not grant, by path. */
  readonly withheld: readonly string[];
  /** The entry of the answer or of the refusal; null when the hub told none. */
  readonly ledgerIndex: number | null;
  readonly durationMs: number;
}

export interface DemoLedger {
  readonly size: number;
  /** In base64. */
  readonly rootHash: string;
  /** The whole export was checked without the hub, and holds. */
  readonly verified: boolean;
}

export interface DemoResult {
  readonly bus: 'nats' | 'memory';
  readonly startupMs: number;
  readonly exchanges: readonly DemoExchange[];
  /** The signal that a report in the municipality's own system became. */
  readonly signal: string;
  readonly ledger: DemoLedger;
}
