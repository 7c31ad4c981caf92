import { describeMachine } from '../machine.ts';
import { spreadOf, type Spread } from '../statistics.ts';

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export interface LedgerMeasurements {
  readonly entries: number;
  readonly appendPerSecond: readonly number[];
  readonly aloneMs: readonly number[];
  readonly inclusionMs: readonly number[];
  readonly consistencyMs: readonly number[];
  readonly tableBytes: Readonly<Record<string, number>>;
  readonly exportSeconds: number;
  readonly verifySeconds: number;
  readonly wrongProofs: number;
  readonly isVerified: boolean;
}

export interface LedgerResults {
  readonly entries: number;
  /** In each tenth of the way to the whole log. */
  readonly appendPerSecond: Spread;
  readonly aloneMs: Latency;
  readonly inclusionMs: Latency;
  readonly consistencyMs: Latency;
  /** On disk with indexes, for a million entries of the log. */
  readonly bytesPerMillion: Readonly<Record<string, number>>;
  readonly exportPerSecond: number;
  readonly verifyPerSecond: number;
  readonly wrongProofs: number;
  readonly isVerified: boolean;
  readonly machine: string;
}

export function summarise(measured: LedgerMeasurements): LedgerResults {
  const { entries, tableBytes, wrongProofs, isVerified } = measured;
  const perMillion = (bytes: number): number => Math.round((bytes / entries) * 1e6);
  return {
    entries,
    appendPerSecond: spreadOf(measured.appendPerSecond),
    aloneMs: latencyOf(measured.aloneMs),
    inclusionMs: latencyOf(measured.inclusionMs),
    consistencyMs: latencyOf(measured.consistencyMs),
    bytesPerMillion: Object.fromEntries(Object.entries(tableBytes).map(([name, bytes]) => [name, perMillion(bytes)])),
    exportPerSecond: Math.round(entries / measured.exportSeconds),
    verifyPerSecond: Math.round(entries / measured.verifySeconds),
    wrongProofs,
    isVerified,
    machine: describeMachine(),
  };
}

export const isSound = ({ wrongProofs, isVerified }: LedgerResults): boolean => wrongProofs === 0 && isVerified;

function latencyOf(values: readonly number[]): Latency {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
