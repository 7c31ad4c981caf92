import type { Machine } from '../model/machine.schema.ts';
import type { Transitioned } from './outcome.ts';

/**
 * Rebuilds the state from what was recorded; undefined when the record is no chain from the initial state, each
 * transition beginning where the one before ended.
 */
export function stateAfter(machine: Machine, transitions: readonly Transitioned[]): string | undefined {
  const last = transitions.at(-1);
  const isChain = transitions.every(({ from }, i) => from === (transitions[i - 1]?.to ?? machine.initial));
  return isChain ? (last?.to ?? machine.initial) : undefined;
}
