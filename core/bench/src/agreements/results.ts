import type { Measurement } from '../exchange/measurement.ts';
import { quantile } from '../load/tally.ts';
import { spreadOf, type Spread } from '../statistics.ts';
import type { Change, Course } from './activations.ts';
import type { Start } from './starts.ts';

/** Of many measurements of one thing: what half of them, nearly all of them and all of them stay within. */
export interface Tail {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface ChangeResult {
  readonly answeredMs: Tail;
  readonly boundAfterAnswerMs: Tail;
  readonly boundAfterSendingMs: Tail;
  /** Exchanges after the answer that went by what was before. */
  readonly outdated: number;
}

/** Agreements as one node went by them. */
export interface NodeResult {
  readonly activation: ChangeResult;
  readonly suspension: ChangeResult;
  readonly exchangeMs: Tail;
}

/** What was measured of a hub with one set of agreements. */
export interface HubMeasurements {
  readonly rounds: readonly Measurement[];
  /** Milliseconds of processor time in a second in which nobody asks anything, by process. */
  readonly rest: Readonly<Record<string, number>>;
  readonly ledgerHolds: boolean;
  readonly starts: readonly Start[];
  readonly refreshesMs: readonly number[];
  readonly megabytes: number;
  readonly signedHere: readonly Course[];
  readonly signedElsewhere: readonly Course[];
}

export interface HubResult {
  readonly perSecond: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  /** Medians in microseconds per answer. */
  readonly cpuMicros: Readonly<Record<string, number>>;
  /** Of everything but the load generator. */
  readonly totalCpuMicros: Spread;
  readonly rest: HubMeasurements['rest'];
  readonly errors: number;
  readonly complaints: readonly string[];
  readonly ledgerHolds: boolean;
  readonly startSeconds: Spread;
  /** Until an empty gate holds the whole set. */
  readonly refreshMs: Spread;
  /** Of a node after all rounds, and of one that has just started. */
  readonly megabytes: number;
  readonly startedMegabytes: Spread;
  /** On the node that took the signature, and on another. */
  readonly here: NodeResult;
  readonly elsewhere: NodeResult;
}

export interface HubsResults {
  readonly small: HubResult;
  readonly large: HubResult;
  /** Exchanges per second of the large set, divided by those of the small one in the same round. */
  readonly ratio: Spread;
  /** Processor time of an exchange, divided likewise. */
  readonly cpuRatio: Spread;
  /** Processors that other work on this machine kept busy. */
  readonly otherCpus: Spread;
}

export function summariseHubs({ small, large }: Record<'small' | 'large', HubMeasurements>): HubsResults {
  const ratioOf = (figure: (round: Measurement) => number): Spread =>
    spreadOf(large.rounds.map((round, place) => figure(round) / figureOf(small.rounds[place], figure)));
  return {
    small: hubResult(small),
    large: hubResult(large),
    ratio: ratioOf(({ perSecond }) => perSecond),
    cpuRatio: ratioOf(totalCpuOf),
    otherCpus: spreadOf([...small.rounds, ...large.rounds].map(({ otherCpus }) => otherCpus ?? Number.NaN)),
  };
}

/** Whether every answer was right, the ledgers hold, and nothing that was suspended here was released here any more. */
export const areHubsSound = ({ small, large }: HubsResults): boolean =>
  [small, large].every(
    ({ errors, ledgerHolds, here }) =>
      errors === 0 && ledgerHolds && here.suspension.outdated === 0 && here.activation.outdated === 0,
  );

const figureOf = (round: Measurement | undefined, figure: (round: Measurement) => number): number =>
  round === undefined ? Number.NaN : figure(round);

/** The load generator is no part of an exchange. */
function totalCpuOf({ cpuMicros: { load: _load, ...parts } }: Measurement): number {
  return Object.values(parts).reduce((sum, micros) => sum + micros, 0);
}

function hubResult(measured: HubMeasurements): HubResult {
  const { rounds, rest, starts, refreshesMs, megabytes, ledgerHolds, signedHere, signedElsewhere } = measured;
  const names = Object.keys(rounds[0]?.cpuMicros ?? {});
  const cpuOf = (name: string): number => spreadOf(rounds.map(({ cpuMicros }) => cpuMicros[name] ?? 0)).median;
  return {
    perSecond: spreadOf(rounds.map(({ perSecond }) => perSecond)),
    p50Ms: spreadOf(rounds.map(({ p50Ms }) => p50Ms)),
    p99Ms: spreadOf(rounds.map(({ p99Ms }) => p99Ms)),
    cpuMicros: Object.fromEntries(names.map((name) => [name, cpuOf(name)])),
    totalCpuMicros: spreadOf(rounds.map(totalCpuOf)),
    rest,
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    complaints: [...new Set(rounds.flatMap(({ complaints }) => complaints))].slice(0, 5),
    ledgerHolds,
    startSeconds: spreadOf(starts.map(({ seconds }) => seconds)),
    refreshMs: spreadOf(refreshesMs),
    megabytes,
    startedMegabytes: spreadOf(starts.map((start) => start.megabytes)),
    here: nodeResult(signedHere),
    elsewhere: nodeResult(signedElsewhere),
  };
}

const nodeResult = (courses: readonly Course[]): NodeResult => ({
  activation: changeResult(courses.map(({ activation }) => activation)),
  suspension: changeResult(courses.map(({ suspension }) => suspension)),
  exchangeMs: tailOf(courses.map(({ exchangeMs }) => exchangeMs)),
});

const changeResult = (changes: readonly Change[]): ChangeResult => ({
  answeredMs: tailOf(changes.map(({ answeredMs }) => answeredMs)),
  boundAfterAnswerMs: tailOf(changes.map(({ boundAfterAnswerMs }) => boundAfterAnswerMs)),
  boundAfterSendingMs: tailOf(changes.map(({ boundAfterSendingMs }) => boundAfterSendingMs)),
  outdated: changes.reduce((sum, { outdated }) => sum + outdated, 0),
});

function tailOf(values: readonly number[]): Tail {
  const sorted = values.toSorted((one, other) => one - other);
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: quantile(sorted, 1) };
}
