import { runHubs } from '../agreements/run-hubs.ts';
import { measureGates } from './measure-gates.ts';
import type { GateOptions } from './options.ts';
import type { BenchResults } from './results.ts';

const smallSet = { agreements: 10, partners: 3 } as const;

/** First gates alone, from memory; then whole hubs, unless they are left out. */
export async function runGate(options: GateOptions, tell: (sentence: string) => void): Promise<BenchResults> {
  const { agreements, partners, hubs } = options;
  const sets = { small: smallSet, large: { agreements, partners } };
  const gates = await measureGates({ ...options, ...sets }, tell);
  return hubs === undefined ? gates : { ...gates, hubs: await runHubs({ ...hubs, ...sets }, tell) };
}
