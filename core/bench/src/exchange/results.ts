import { describeMachine } from '../machine.ts';
import { spreadOf, type Spread } from '../statistics.ts';
import type { Measurement } from './measurement.ts';
import { pathNames, type PathName } from './path.ts';

/** One measurement of every path. */
export type Round = Readonly<Record<PathName, Measurement>>;
/** Both HTTP paths at half of their own capacity. */
export type HalfLoadRound = Readonly<Record<'governed' | 'bare', Measurement>>;

export interface LedgerFinding {
  readonly answers: number;
  /** Entries that the answers added. */
  readonly entries: number;
  readonly verified: boolean;
}

export interface PathResult {
  readonly perSecond: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  /** Medians in microseconds per answer. */
  readonly cpuMicros: Readonly<Record<string, number>>;
}

export interface ExchangeResults {
  readonly governedPerSecond: number;
  readonly ratioToBare: number;
  readonly ratioToNodeRed: number;
  /** At half of each path's own capacity. */
  readonly p99AddedMs: number;
  readonly ranges: Readonly<
    Record<'governedPerSecond' | 'ratioToBare' | 'ratioToNodeRed' | 'p99AddedMs', readonly [number, number]>
  >;
  readonly paths: Readonly<Record<PathName, PathResult>>;
  readonly halfLoad: Readonly<Record<'governed' | 'bare', PathResult>>;
  readonly errors: number;
  readonly complaints: readonly string[];
  readonly ledger: LedgerFinding;
  /** Processors that other work on this machine kept busy. */
  readonly otherCpus: Spread;
  readonly machine: string;
}

/** Ratios are taken within a round, so that what changes on the machine between rounds hits both sides alike. */
export function summarise(
  rounds: readonly Round[],
  half: readonly HalfLoadRound[],
  ledger: LedgerFinding,
): ExchangeResults {
  const headline = {
    governedPerSecond: spreadOf(rounds.map(({ governed }) => governed.perSecond)),
    ratioToBare: spreadOf(rounds.map(({ governed, bare }) => governed.perSecond / bare.perSecond)),
    ratioToNodeRed: spreadOf(rounds.map(({ governed, nodeRed }) => governed.perSecond / nodeRed.perSecond)),
    p99AddedMs: spreadOf(half.map(({ governed, bare }) => governed.p99Ms - bare.p99Ms)),
  };
  const all = [...rounds, ...half].flatMap((round) => Object.values<Measurement>(round));
  return {
    ...mapValues(headline, ({ median }) => rounded(median)),
    ranges: mapValues(headline, ({ min, max }) => [rounded(min), rounded(max)] as const),
    paths: resultsOf(pathNames, rounds),
    halfLoad: resultsOf(['governed', 'bare'], half),
    errors: all.reduce((sum, { errors }) => sum + errors, 0),
    complaints: [...new Set(all.flatMap(({ complaints }) => complaints))].slice(0, 5),
    ledger,
    otherCpus: spreadOf(all.map(({ otherCpus }) => otherCpus ?? Number.NaN)),
    machine: describeMachine(),
  };
}

/** Whether every answer was right and is in a ledger that holds. */
export function isSound({ errors, ledger }: Pick<ExchangeResults, 'errors' | 'ledger'>): boolean {
  return errors === 0 && ledger.verified && ledger.entries === 2 * ledger.answers;
}

function resultsOf<Name extends string>(
  names: readonly Name[],
  rounds: readonly Readonly<Record<Name, Measurement>>[],
): Record<Name, PathResult> {
  const entries = names.map((name) => [name, resultOf(rounds.map((round) => round[name]))] as const);
  return Object.fromEntries(entries) as Record<Name, PathResult>;
}

function resultOf(measurements: readonly Measurement[]): PathResult {
  const processes = [...new Set(measurements.flatMap(({ cpuMicros }) => Object.keys(cpuMicros)))];
  const cpuOf = (name: string): number => spreadOf(measurements.map(({ cpuMicros }) => cpuMicros[name] ?? 0)).median;
  return {
    perSecond: spreadOf(measurements.map(({ perSecond }) => perSecond)),
    p50Ms: spreadOf(measurements.map(({ p50Ms }) => p50Ms)),
    p99Ms: spreadOf(measurements.map(({ p99Ms }) => p99Ms)),
    cpuMicros: Object.fromEntries(processes.map((name) => [name, cpuOf(name)])),
  };
}

function mapValues<Name extends string, From, To>(
  record: Record<Name, From>,
  change: (value: From) => To,
): Record<Name, To> {
  return Object.fromEntries(Object.entries<From>(record).map(([name, value]) => [name, change(value)])) as Record<
    Name,
    To
  >;
}

/** Three digits that count; whole numbers above a hundred. */
const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
