import type { LoadResult } from '../load/order.ts';
import { describeMachine } from '../machine.ts';
import { spreadOf, withRange, type Spread } from '../statistics.ts';

/** One round: as many as the hub works for, many times as many, and the first again. */
export interface OverloadRound {
  readonly calm: LoadResult;
  readonly rush: LoadResult;
  readonly after: LoadResult;
  /** From the end of the rush until somebody was answered as fast as before it. */
  readonly recoveredMs: number;
}

interface Phase {
  readonly perSecond: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
}

interface RushPhase extends Phase {
  readonly refusedPerSecond: Spread;
  readonly refusedP99Ms: Spread;
}

export interface OverloadResults {
  readonly calm: Phase;
  readonly rush: RushPhase;
  readonly after: Phase;
  /** p99 of who is answered in the rush, divided by that before it, in the same round. */
  readonly p99Ratio: Spread;
  readonly recoveredMs: Spread;
  readonly errors: number;
  readonly isVerified: boolean;
  readonly machine: string;
}

export interface OverloadMeasurements {
  readonly rounds: readonly OverloadRound[];
  readonly seconds: number;
  readonly isVerified: boolean;
}

export function summarise({ rounds, seconds, isVerified }: OverloadMeasurements): OverloadResults {
  const rushes = rounds.map(({ rush }) => rush);
  return {
    calm: phaseOf(rounds.map(({ calm }) => calm)),
    rush: {
      ...phaseOf(rushes),
      refusedPerSecond: spreadOf(rushes.map(({ refused }) => refused / seconds)),
      refusedP99Ms: spreadOf(rushes.map(({ refusedP99Ms }) => refusedP99Ms)),
    },
    after: phaseOf(rounds.map(({ after }) => after)),
    p99Ratio: spreadOf(rounds.map(({ calm, rush }) => rush.p99Ms / calm.p99Ms)),
    recoveredMs: spreadOf(rounds.map(({ recoveredMs }) => recoveredMs)),
    errors: rounds.flatMap(({ calm, rush, after }) => [calm, rush, after]).reduce((sum, { errors }) => sum + errors, 0),
    isVerified,
    machine: describeMachine(),
  };
}

const phaseOf = (results: readonly LoadResult[]): Phase => ({
  perSecond: spreadOf(results.map(({ perSecond }) => perSecond)),
  p50Ms: spreadOf(results.map(({ p50Ms }) => p50Ms)),
  p99Ms: spreadOf(results.map(({ p99Ms }) => p99Ms)),
});

export const isSound = ({ errors, isVerified }: OverloadResults): boolean => errors === 0 && isVerified;

/** The results for a reader. */
export function renderOverloadTable(results: OverloadResults): string {
  const { calm, rush, after, p99Ratio, recoveredMs, errors, isVerified, machine } = results;
  const line = (name: string, { perSecond, p50Ms, p99Ms }: Phase): string =>
    `  ${name.padEnd(8)} ${withRange(perSecond)} answers/s, p50 ${withRange(p50Ms, 1)} ms, p99 ${withRange(p99Ms, 1)} ms`;
  return [
    'More questions than the hub can answer (median, min–max of the rounds)',
    line('calm', calm),
    line('rush', rush),
    `           told to come back ${withRange(rush.refusedPerSecond)}/s, p99 ${withRange(rush.refusedP99Ms, 1)} ms (goal ≤ 50)`,
    line('after', after),
    `  p99 of who is answered, rush to calm   × ${withRange(p99Ratio, 2)}`,
    `  as fast as before after                ${withRange(recoveredMs)} ms (goal ≤ 10000)`,
    `  Wrong answers: ${errors}; ${isVerified ? 'the log is whole' : 'THE LOG IS NOT WHOLE'}`,
    '',
    machine,
    '',
  ].join('\n');
}
