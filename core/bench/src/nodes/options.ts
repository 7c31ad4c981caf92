import { readNumbers } from '../read-numbers.ts';

export interface NodesOptions {
  readonly isJson: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
}

export const nodesHelp = `npm run bench -- nodes [options]

What it costs to share the work among nodes of the hub: three nodes with one ledger, of which one, two or all three are asked, in turns. On one
machine they share its processors, so what counts is the processor time of an exchange, which should stay the same.

  --rounds N        rounds of one, two and three nodes (5)
  --seconds S       length of one measurement (5)
  --warm-up S       load on all three before the first round (10)
  --connections C   questions in flight at most, on all nodes together (64)
  --json            the last line is JSON: {nodes: [{asked, perSecond, cpuMicros}], ratioOfTwo, ratioOfThree, errors, isVerified, machine}
  --help            this page

Examples:
  npm run bench -- nodes
  npm run bench -- nodes --rounds 1 --seconds 2 --warm-up 1
  npm run bench -- nodes --json | tail -1

Ends with exit code 1 when an answer was wrong or the ledger does not verify.
`;

/** @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for. */
export const readNodesOptions = (args: readonly string[]): NodesOptions | undefined =>
  readNumbers(args, {
    rounds: { option: 'rounds', preset: 5 },
    seconds: { option: 'seconds', preset: 5 },
    warmUpSeconds: { option: 'warm-up', preset: 10 },
    connections: { option: 'connections', preset: 64, least: 3 },
  });
