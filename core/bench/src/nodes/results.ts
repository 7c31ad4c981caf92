import { describeMachine } from '../machine.ts';
import { spreadOf, withRange, type Spread } from '../statistics.ts';

/** One measurement: how many nodes were asked, and what all processes spent on an exchange. */
export interface NodesRound {
  readonly asked: number;
  readonly perSecond: number;
  readonly cpuMicros: number;
}

export interface NodesResults {
  readonly nodes: readonly { readonly asked: number; readonly perSecond: Spread; readonly cpuMicros: Spread }[];
  /** Processor time of an exchange when two or three nodes are asked, divided by that with one, in the same round. */
  readonly ratioOfTwo: Spread;
  readonly ratioOfThree: Spread;
  readonly errors: number;
  readonly isVerified: boolean;
  readonly machine: string;
}

export interface NodesMeasurements {
  /** Each of one, two and three nodes. */
  readonly rounds: readonly (readonly NodesRound[])[];
  readonly errors: number;
  readonly isVerified: boolean;
}

export function summarise({ rounds, errors, isVerified }: NodesMeasurements): NodesResults {
  const of = (asked: number): NodesRound[] => rounds.flat().filter((round) => round.asked === asked);
  const ratioOf = (asked: number): Spread =>
    spreadOf(rounds.map((round) => (round[asked - 1]?.cpuMicros ?? Number.NaN) / (round[0]?.cpuMicros ?? Number.NaN)));
  return {
    nodes: [1, 2, 3].map((asked) => ({
      asked,
      perSecond: spreadOf(of(asked).map(({ perSecond }) => perSecond)),
      cpuMicros: spreadOf(of(asked).map(({ cpuMicros }) => cpuMicros)),
    })),
    ratioOfTwo: ratioOf(2),
    ratioOfThree: ratioOf(3),
    errors,
    isVerified,
    machine: describeMachine(),
  };
}

export const isSound = ({ errors, isVerified }: NodesResults): boolean => errors === 0 && isVerified;

/** The results for a reader. */
export function renderNodesTable({
  nodes,
  ratioOfTwo,
  ratioOfThree,
  errors,
  isVerified,
  machine,
}: NodesResults): string {
  return [
    'Three nodes of the hub with one ledger (median, min–max of the rounds)',
    ...nodes.map(
      ({ asked, perSecond, cpuMicros }) =>
        `  ${asked} asked   ${withRange(perSecond)} exchanges/s, processor ${withRange(cpuMicros)} µs each`,
    ),
    `  two to one     × ${withRange(ratioOfTwo, 2)} of the processor time`,
    `  three to one   × ${withRange(ratioOfThree, 2)} of the processor time`,
    `  Wrong answers: ${errors}; ${isVerified ? 'the log is whole' : 'THE LOG IS NOT WHOLE'}`,
    '',
    machine,
    '',
  ].join('\n');
}
