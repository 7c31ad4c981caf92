import { areHubsSound, type HubsResults } from '../agreements/results.ts';
import { describeMachine } from '../machine.ts';
import { spreadOf, type Spread } from '../statistics.ts';
import type { GateRound } from './gate-bench.ts';

/** One round of each gate, one after the other. */
export interface PairOfRounds {
  readonly small: GateRound;
  readonly large: GateRound;
}

export interface SetResult {
  readonly perSecond: Spread;
  readonly cpuNs: Spread;
}

export interface GateResults {
  /** Decisions per second of the large set, divided by those of the small one in the same round. */
  readonly ratio: Spread;
  /** Processor time by which a decision in the large set costs more, in nanoseconds. */
  readonly addedNs: Spread;
  readonly small: SetResult;
  readonly large: SetResult;
  readonly bytesPerAgreement: number;
  /** Until one changed agreement of the large set binds in this gate. */
  readonly changeMs: Spread;
  readonly wrong: number;
  readonly machine: string;
}

interface GateMeasurements {
  readonly pairs: readonly PairOfRounds[];
  readonly warmUps: readonly GateRound[];
  readonly changed: readonly { readonly ms: number; readonly wrong: number }[];
  readonly bytesPerAgreement: number;
}

export function summarise({ pairs, warmUps, changed, bytesPerAgreement }: GateMeasurements): GateResults {
  const rounds = [...warmUps, ...pairs.flatMap(({ small, large }) => [small, large])];
  return {
    ratio: spreadOf(pairs.map(({ small, large }) => large.perSecond / small.perSecond)),
    addedNs: spreadOf(pairs.map(({ small, large }) => large.cpuNs - small.cpuNs)),
    small: setResult(pairs.map(({ small }) => small)),
    large: setResult(pairs.map(({ large }) => large)),
    bytesPerAgreement: Math.round(bytesPerAgreement),
    changeMs: spreadOf(changed.map(({ ms }) => ms)),
    wrong: [...rounds, ...changed].reduce((sum, { wrong }) => sum + wrong, 0),
    machine: describeMachine(),
  };
}

/** Of the gates alone, and of the hubs around them when they were not left out. */
export interface BenchResults extends GateResults {
  readonly hubs?: HubsResults;
}

export const isSound = ({ wrong, hubs }: BenchResults): boolean =>
  wrong === 0 && (hubs === undefined || areHubsSound(hubs));

const setResult = (rounds: readonly GateRound[]): SetResult => ({
  perSecond: spreadOf(rounds.map(({ perSecond }) => perSecond)),
  cpuNs: spreadOf(rounds.map(({ cpuNs }) => cpuNs)),
});
