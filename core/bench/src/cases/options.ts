import { parseArgs } from 'node:util';
import { wholeNumber } from '../whole-number.ts';

export interface CasesOptions {
  readonly isJson: boolean;
  /** Numbers of cases at which everything is measured, growing, in one database. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Of each kind of request in one round. */
  readonly requests: number;
  /** Kept after the run, and gone on with when it was there before; a temporary one when absent. */
  readonly home?: string;
}

export const casesHelp = `npm run bench -- cases [options]

How fast people can work when there are many cases: fills one database with copies of cases that were made over HTTP,
and at each size lets people open a case, look at the board of a conference and at their tasks, and make transitions.

  --sizes N,N,...   numbers of cases, growing (10000,100000,1000000)
  --rounds N        alternating rounds at each size (5)
  --requests N      of each kind in one round (100)
  --home DIR        keep everything in DIR and go on from there the next time; about 12 GB at a million cases
  --json            the last line is JSON: {sizes: [{cases, openP95Ms, boardP95Ms, tasksP95Ms, transitionP95Ms, ...}], ...}
  --help            this page

Examples:
  npm run bench -- cases --sizes 10000,100000
  npm run bench -- cases --json --home /var/tmp/bench-cases | tail -1
  npm run bench -- cases --sizes 2000 --rounds 1 --requests 20

Ends with exit code 1 when an answer was not the one that was asked for.
`;

const most = 99_999_999;

/** @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for. */
export function readCasesOptions(args: readonly string[]): CasesOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      sizes: { type: 'string', default: '10000,100000,1000000' },
      rounds: { type: 'string', default: '5' },
      requests: { type: 'string', default: '100' },
      home: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    isJson: values.json,
    sizes: growing(values.sizes.split(',').map((size) => wholeNumber('sizes', size, { most }))),
    rounds: wholeNumber('rounds', values.rounds, { most }),
    requests: wholeNumber('requests', values.requests, { most }),
    ...(values.home === undefined ? {} : { home: values.home }),
  };
}

function growing(sizes: readonly number[]): readonly number[] {
  if (sizes.some((size, position) => size % 100 !== 0 || size <= (sizes[position - 1] ?? 0)))
    throw new Error('--sizes takes whole hundreds, each more than the one before');
  return sizes;
}
