import { parseArgs } from 'node:util';
import { wholeNumber } from '../whole-number.ts';

export interface GateOptions {
  readonly isJson: boolean;
  /** In the large set; the small one always has 10 between 3 partners. */
  readonly agreements: number;
  readonly partners: number;
  readonly rounds: number;
  /** By each gate in one round. */
  readonly decisions: number;
}

export const gateHelp = `npm run bench -- gate [options]

What the number of agreements does to the gate: one gate with 10 agreements between 3 partners and one with very many decide in turns, in one
process and from memory, without a hub around them. Says what a decision costs, what an agreement takes in memory, and how long the gate
takes to let a changed agreement bind.

  --agreements N    in the large set (100000)
  --partners N      in the large set (400)
  --rounds N        alternating rounds (7)
  --decisions N     by each gate in one round (1000000)
  --json            the last line is JSON: {ratio, addedNs, small, large, bytesPerAgreement, changeMs, wrong, machine}
  --help            this page

Examples:
  npm run bench -- gate
  npm run bench -- gate --json | tail -1
  npm run bench -- gate --agreements 1000 --rounds 1 --decisions 10000

Ends with exit code 1 when a gate decided wrongly.
`;

const most = 99_999_999;

/** @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for. */
export function readGateOptions(args: readonly string[]): GateOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      agreements: { type: 'string', default: '100000' },
      partners: { type: 'string', default: '400' },
      rounds: { type: 'string', default: '7' },
      decisions: { type: 'string', default: '1000000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    isJson: values.json,
    agreements: wholeNumber('agreements', values.agreements, { most }),
    partners: wholeNumber('partners', values.partners, { least: 2, most }),
    rounds: wholeNumber('rounds', values.rounds, { most }),
    decisions: wholeNumber('decisions', values.decisions, { most }),
  };
}
