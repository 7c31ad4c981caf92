import { GateBench, type GateRound } from './gate-bench.ts';
import type { GateOptions } from './options.ts';
import { summarise, type GateResults, type PairOfRounds } from './results.ts';

const smallSet = { agreements: 10, partners: 3 } as const;
const changes = 1000;

/** Fills both gates, lets them decide in turns, and then changes agreements of the large set one by one. */
export async function runGate(options: GateOptions, tell: (sentence: string) => void): Promise<GateResults> {
  const { agreements, partners, rounds, decisions } = options;
  tell(`Filling a gate with ${agreements} agreements between ${partners} partners`);
  const large = await GateBench.fill({ agreements, partners });
  const small = await GateBench.fill(smallSet);
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
