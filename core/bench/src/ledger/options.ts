import { readNumbers } from '../read-numbers.ts';

export interface LedgerOptions {
  readonly isJson: boolean;
  readonly entries: number;
  /** Of each kind. */
  readonly proofs: number;
  /** Appended one after the other, each waiting for the one before. */
  readonly alone: number;
}

export const ledgerHelp = `npm run bench -- ledger [options]

The ledger of the hub on a PostgreSQL of its own, without a hub around it: appends exchanges of two entries each, many at the same time and then
one at a time; asks for proofs all over the log and checks each; exports the log and lets "koppel ledger verify" verify the file; and says how
many bytes each table takes. Needs about 2.5 KB of disk per entry.

  --entries N   in the log at the end (1000000)
  --proofs N    of inclusion, and as many of consistency (1000)
  --alone N     exchanges appended one at a time (300)
  --json        the last line is JSON: {entries, appendPerSecond, aloneMs, inclusionMs, consistencyMs, bytesPerMillion, exportPerSecond, verifyPerSecond, wrongProofs, isVerified, machine}
  --help        this page

Examples:
  npm run bench -- ledger
  npm run bench -- ledger --entries 10000000
  npm run bench -- ledger --entries 10000 --proofs 100 --json | tail -1

Ends with exit code 1 when a proof or the log does not verify.
`;

const most = 999_999_999;

/** @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for. */
export const readLedgerOptions = (args: readonly string[]): LedgerOptions | undefined =>
  readNumbers(args, {
    entries: { option: 'entries', preset: 1_000_000, least: 1000, most },
    proofs: { option: 'proofs', preset: 1000, most },
    alone: { option: 'alone', preset: 300, most },
  });
