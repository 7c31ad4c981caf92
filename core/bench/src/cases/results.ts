import { describeMachine } from '../machine.ts';
import { spreadOf, type Spread } from '../statistics.ts';
import type { CasesRound } from './measure-round.ts';
import { requestKinds, type RequestKind } from './requests.ts';

/** One kind of request at one size; of each figure the median of the rounds, and how far they lie apart. */
export interface KindResult {
  readonly p50Ms: Spread;
  readonly p95Ms: Spread;
  readonly cpuMs: Spread | null;
  /** With four people at a time. */
  readonly concurrentP95Ms: number;
}

export interface SizeResult {
  readonly cases: number;
  readonly openP95Ms: number;
  readonly boardP95Ms: number;
  readonly tasksP95Ms: number;
  readonly transitionP95Ms: number;
  readonly kinds: Readonly<Record<RequestKind, KindResult>>;
  readonly syncP95Ms: Spread;
  readonly otherCpus: Spread | null;
  readonly complaints: readonly string[];
}

export interface CasesResults {
  readonly sizes: readonly SizeResult[];
  /** What each kind costs at the largest size, divided by what it costs at the smallest: by p95, and by processor time. */
  readonly growth: Readonly<Record<RequestKind, { readonly p95: number; readonly cpu: number | null }>>;
  readonly machine: string;
}

export interface SizeRounds {
  readonly cases: number;
  readonly alone: readonly CasesRound[];
  readonly concurrent: CasesRound;
}

export function summarise(measured: readonly SizeRounds[]): CasesResults {
  const sizes = measured.map(sizeResult);
  const growth = forEachKind((kind) => growthOf(sizes.at(0)?.kinds[kind], sizes.at(-1)?.kinds[kind]));
  return { sizes, growth, machine: describeMachine() };
}

export const isSound = ({ sizes }: CasesResults): boolean => sizes.every(({ complaints }) => complaints.length === 0);

function sizeResult({ cases, alone, concurrent }: SizeRounds): SizeResult {
  const kinds = forEachKind((kind): KindResult => {
    const rounds = alone.map((round) => round.kinds[kind]);
    return {
      p50Ms: spreadOf(rounds.map(({ p50Ms }) => p50Ms)),
      p95Ms: spreadOf(rounds.map(({ p95Ms }) => p95Ms)),
      cpuMs: spreadOfKnown(rounds.map(({ cpuMs }) => cpuMs)),
      concurrentP95Ms: rounded(concurrent.kinds[kind].p95Ms),
    };
  });
  return {
    cases,
    openP95Ms: rounded(kinds.open.p95Ms.median),
    boardP95Ms: rounded(kinds.board.p95Ms.median),
    tasksP95Ms: rounded(kinds.tasks.p95Ms.median),
    transitionP95Ms: rounded(kinds.transition.p95Ms.median),
    kinds,
    syncP95Ms: spreadOf(alone.map(({ syncP95Ms }) => syncP95Ms)),
    otherCpus: spreadOfKnown(alone.map(({ otherCpus }) => otherCpus)),
    complaints: [...alone, concurrent].flatMap(({ complaints }) => complaints),
  };
}

function growthOf(first: KindResult | undefined, last: KindResult | undefined): CasesResults['growth'][RequestKind] {
  if (!first || !last) return { p95: Number.NaN, cpu: null };
  const cpu = first.cpuMs && last.cpuMs ? rounded(last.cpuMs.median / first.cpuMs.median) : null;
  return { p95: rounded(last.p95Ms.median / first.p95Ms.median), cpu };
}

const forEachKind = <Result>(resultOf: (kind: RequestKind) => Result): Readonly<Record<RequestKind, Result>> =>
  Object.fromEntries(requestKinds.map((kind) => [kind, resultOf(kind)])) as Record<RequestKind, Result>;

function spreadOfKnown(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : spreadOf(known);
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
