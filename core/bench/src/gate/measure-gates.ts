import type { SetSize } from './agreement-set.ts';
import { GateBench, type GateRound } from './gate-bench.ts';
import { summarise, type GateResults, type PairOfRounds } from './results.ts';

const changes = 1000;

export interface GatesOptions {
  readonly small: SetSize;
  readonly large: SetSize;
  readonly rounds: number;
  /** By each gate in one round. */
  readonly decisions: number;
}

/** Fills both gates, lets them decide in turns, and then changes agreements of the large set one by one. */
export async function measureGates(options: GatesOptions, tell: (sentence: string) => void): Promise<GateResults> {
  const { rounds, decisions } = options;
  tell(`Filling a gate with ${options.large.agreements} agreements between ${options.large.partners} partners`);
  const large = await GateBench.fill(options.large);
  const small = await GateBench.fill(options.small);
  // Both before anything counts, so that what is measured is compiled.
  const warmUps = [small.decide(decisions), large.decide(decisions)];
  const pairs: PairOfRounds[] = [];
  while (pairs.length < rounds) {
    pairs.push(pairOf({ small, large }, { decisions, isLargeFirst: pairs.length % 2 === 1 }));
    tell(`Round ${pairs.length} of ${rounds}`);
  }
  const changed = Array.from({ length: changes }, (_, number) => large.change(number * 97));
  return summarise({ pairs, warmUps, changed, bytesPerAgreement: large.bytesPerAgreement });
}

/** Whoever goes first may find the processor in another mood, so that changes from round to round. */
function pairOf(
  { small, large }: Readonly<Record<'small' | 'large', GateBench>>,
  { decisions, isLargeFirst }: { readonly decisions: number; readonly isLargeFirst: boolean },
): PairOfRounds {
  const first: GateRound | undefined = isLargeFirst ? large.decide(decisions) : undefined;
  const inSmall = small.decide(decisions);
  return { small: inSmall, large: first ?? large.decide(decisions) };
}
