import { parseArgs } from 'node:util';
import { wholeNumber } from '../whole-number.ts';

export interface ExchangeOptions {
  readonly isJson: boolean;
  readonly rounds: number;
  /** Of one measurement of one path. */
  readonly seconds: number;
  /** Of each path before anything counts, so that what is measured is compiled. */
  readonly warmUpSeconds: number;
  readonly connections: number;
  readonly profileDir?: string;
}

export const exchangeHelp = `npm run bench -- exchange [options]

How much the rules cost: asks the same questions of the same source along four paths, in alternating rounds.
  governed   HTTP, hub (token, gate, schemas, ledger on PostgreSQL), link, adapter, source
  bare       HTTP, Fastify, NATS, adapter, source: no rules at all; frozen
  node-red   HTTP, a Node-RED flow, source
  raw-nats   NATS request and reply, answered from memory

  --rounds N        rounds of all four paths (3)
  --seconds S       length of one measurement (5)
  --warm-up S       load on every path before the first round (10)
  --connections C   questions in flight at most (64)
  --json            the last line is JSON: {governedPerSecond, ratioToBare, ratioToNodeRed, p99AddedMs, ...}
  --profile DIR     leave a processor profile of the hub and the adapter in DIR
  --help            this page

Examples:
  npm run bench -- exchange
  npm run bench -- exchange --json --rounds 5 --seconds 10 | tail -1
  npm run bench -- exchange --rounds 1 --seconds 10 --profile profiles

Ends with exit code 1 when an answer was wrong or the ledger does not hold one question and one answer for each.
`;

/** @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for. */
export function readExchangeOptions(args: readonly string[]): ExchangeOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      'warm-up': { type: 'string', default: '10' },
      connections: { type: 'string', default: '64' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    isJson: values.json,
    rounds: wholeNumber('rounds', values.rounds),
    seconds: wholeNumber('seconds', values.seconds),
    warmUpSeconds: wholeNumber('warm-up', values['warm-up']),
    connections: wholeNumber('connections', values.connections),
    ...(values.profile === undefined ? {} : { profileDir: values.profile }),
  };
}
