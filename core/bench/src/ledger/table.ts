import { withRange } from '../statistics.ts';
import type { Latency, LedgerResults } from './results.ts';

/** The results for a reader. */
export function renderLedgerTable(results: LedgerResults): string {
  const { appendPerSecond, bytesPerMillion, isVerified, wrongProofs } = results;
  const sizes = Object.entries(bytesPerMillion).map(([name, bytes]) => `${name} ${(bytes / 1e6).toFixed(0)} MB`);
  return [
    `A ledger of ${results.entries} entries, on PostgreSQL that waits for the disk`,
    `  append, many at once    ${withRange(appendPerSecond)} entries/s, over the tenths of the way`,
    `  append, one exchange    ${latency(results.aloneMs)}`,
    `  inclusion proof         ${latency(results.inclusionMs)}`,
    `  consistency proof       ${latency(results.consistencyMs)}`,
    `  export                  ${results.exportPerSecond} entries/s`,
    `  koppel ledger verify    ${results.verifyPerSecond} entries/s: ${isVerified ? 'the log is whole' : 'THE LOG IS NOT WHOLE'}`,
    `  a million entries take  ${sizes.join(', ')}`,
    `  Proofs that were wrong: ${wrongProofs}`,
    '',
    results.machine,
    '',
  ].join('\n');
}

const latency = ({ p50, p99 }: Latency): string => `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
