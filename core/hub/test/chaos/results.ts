import type { Verdict } from './oracle.ts';

/** What is not back by then is given up. */
export const patienceMs = 60_000;

/** Enough to have a trial once more: `--only FAULT --seed SEED --trials 1`. */
export interface Trial {
  readonly fault: string;
  readonly seed: number;
}

export interface TrialResult extends Trial, Verdict {
  /** Milliseconds; null when it did not come back within a minute. */
  readonly recoveryMs: number | null;
  readonly recoversWithinMs: number;
}

interface FaultResult {
  readonly trials: number;
  /** Over all its trials, in milliseconds; a minute stands for never. */
  readonly recovery: { readonly median: number; readonly worst: number; readonly limit: number };
  /** Trials that took longer than the limit, or for ever. */
  readonly late: number;
}

export interface CampaignResults extends Verdict {
  readonly trials: number;
  readonly seeds: { readonly first: number; readonly last: number };
  readonly byFault: Readonly<Record<string, FaultResult>>;
  /** Sites whose log did not verify as a whole. */
  readonly unverified: number;
  readonly late: number;
  /** Exchanges that somebody was told the answer of. */
  readonly answered: number;
  /** How often a caller was told something else than an answer or to come back, by code. */
  readonly broken: Readonly<Record<string, number>>;
  /** How often a hub node, the adapter or the message server ended without being killed. */
  readonly fellByItself: Readonly<Record<string, number>>;
  /** Faults that cannot be had on this machine, and why. */
  readonly notRun: Readonly<Record<string, string>>;
  readonly seconds: number;
}

export interface Findings extends Pick<CampaignResults, 'unverified' | 'answered' | 'notRun' | 'seconds'> {
  readonly results: readonly TrialResult[];
  readonly broken: readonly string[];
  readonly fellByItself: readonly string[];
}

export function summarise({ results, broken, fellByItself, ...rest }: Findings): CampaignResults {
  const byFault = Object.entries(Object.groupBy(results, ({ fault }) => fault));
  const add = (count: (result: TrialResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  return {
    trials: results.length,
    seeds: { first: results.at(0)?.seed ?? 0, last: results.at(-1)?.seed ?? 0 },
    byFault: Object.fromEntries(byFault.map(([name, own = []]) => [name, summariseFault(own)])),
    lost: add(({ lost }) => lost),
    doubled: add(({ doubled }) => doubled),
    unlogged: add(({ unlogged }) => unlogged),
    late: results.filter(isLate).length,
    broken: countByName(broken),
    fellByItself: countByName(fellByItself),
    ...rest,
  };
}

/** Nothing lost, nothing twice, nothing unseen, nothing that fell by itself, and everything back in time. */
export const isSound = ({
  trials,
  lost,
  doubled,
  unlogged,
  unverified,
  late,
  fellByItself,
}: CampaignResults): boolean =>
  trials > 0 && lost + doubled + unlogged + unverified + late + Object.keys(fellByItself).length === 0;

function summariseFault(results: readonly TrialResult[]): FaultResult {
  const times = results.map(({ recoveryMs }) => recoveryMs ?? patienceMs).toSorted((one, two) => one - two);
  const at = (place: number): number => Math.round(times[Math.floor(place)] ?? 0);
  const limit = Math.max(...results.map(({ recoversWithinMs }) => recoversWithinMs));
  const recovery = { median: at((times.length - 1) / 2), worst: at(times.length - 1), limit };
  return { trials: results.length, recovery, late: results.filter(isLate).length };
}

const isLate = ({ recoveryMs, recoversWithinMs }: TrialResult): boolean =>
  recoveryMs === null || recoveryMs > recoversWithinMs;

function countByName(names: readonly string[]): Record<string, number> {
  const groups = Object.entries(Object.groupBy(names, (name) => name));
  return Object.fromEntries(groups.map(([name, own = []]) => [name, own.length]));
}
