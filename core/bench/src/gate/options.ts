import { parseArgs } from 'node:util';
import type { HubsOptions } from '../agreements/run-hubs.ts';
import { wholeNumber } from '../whole-number.ts';

export interface GateOptions {
  readonly isJson: boolean;
  /** In the large set; the small one always has 10 between 3 partners. */
  readonly agreements: number;
  readonly partners: number;
  readonly rounds: number;
  /** By each gate in one round. */
  readonly decisions: number;
  /** How whole hubs are measured; undefined when they are left out. */
  readonly hubs: Omit<HubsOptions, 'small' | 'large'> | undefined;
}

export const gateHelp = `npm run bench -- gate [options]

What the number of agreements does: 10 agreements between 3 partners beside very many.
First two gates decide in turns, in one process and from memory: what a decision costs, what an agreement takes in memory.
Then two whole hubs are asked in turns, each with the adapters of all its partners: exchanges per second and what they cost. At the end agreements are
signed and suspended one by one, until the node that was told and another go by it, and nodes start with all agreements in force.

  --agreements N    in the large set (100000)
  --partners N      in the large set (400)
  --rounds N        alternating rounds (7)
  --decisions N     by each gate in one round (1000000)
  --alone           the gates alone, without hubs; needs nothing but Node
  --seconds S       of one measurement of one hub (5)
  --warm-up S       load on each hub before the first round (40)
  --connections C   questions in flight at most (64)
  --activations N   on each of two nodes of each hub (50)
  --starts N        of a node of each hub (3)
  --profile DIR     leave processor profiles of hubs and adapters in DIR
  --json            the last line is JSON: {ratio, addedNs, small, large, bytesPerAgreement, changeMs, wrong, machine, hubs}
  --help            this page

Examples:
  npm run bench -- gate
  npm run bench -- gate --json | tail -1
  npm run bench -- gate --agreements 1000 --partners 20 --rounds 1 --decisions 10000 --warm-up 3
  npm run bench -- gate --alone

Ends with exit code 1 when a gate decided wrongly, an answer was wrong, something went by what was no longer in force on the node that was told, or a
ledger does not verify.
`;

const most = 99_999_999;

const number = (preset: string) => ({ type: 'string', default: preset }) as const;

/** @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for. */
export function readGateOptions(args: readonly string[]): GateOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      agreements: number('100000'),
      partners: number('400'),
      rounds: number('7'),
      decisions: number('1000000'),
      alone: { type: 'boolean', default: false },
      seconds: number('5'),
      'warm-up': number('40'),
      connections: number('64'),
      activations: number('50'),
      starts: number('3'),
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const rounds = wholeNumber('rounds', values.rounds, { most });
  return {
    isJson: values.json,
    agreements: wholeNumber('agreements', values.agreements, { most }),
    partners: wholeNumber('partners', values.partners, { least: 2, most }),
    rounds,
    decisions: wholeNumber('decisions', values.decisions, { most }),
    hubs: values.alone ? undefined : hubsOptions(values, rounds),
  };
}

type HubsValues = Readonly<Record<'seconds' | 'warm-up' | 'connections' | 'activations' | 'starts', string>> & {
  readonly profile?: string | undefined;
};

const hubsOptions = (values: HubsValues, rounds: number): GateOptions['hubs'] => ({
  rounds,
  seconds: wholeNumber('seconds', values.seconds),
  warmUpSeconds: wholeNumber('warm-up', values['warm-up']),
  connections: wholeNumber('connections', values.connections),
  activations: wholeNumber('activations', values.activations),
  starts: wholeNumber('starts', values.starts),
  ...(values.profile === undefined ? {} : { profileDir: values.profile }),
});
