import { readNumbers } from '../read-numbers.ts';

export interface OverloadOptions {
  readonly isJson: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly inFlight: number;
  readonly times: number;
}

export const overloadHelp = `npm run bench -- overload [options]

What becomes of everybody when more ask than the hub can answer. First as many callers ask in turn as the hub works for at the same time; then
three times as many questions a second come as it answered, whether or not earlier ones were; then the first once more.

  --rounds N        rounds of all three (5)
  --seconds S       length of one measurement (5)
  --warm-up S       load before the first round (10)
  --in-flight C     what the hub works on at the same time; the rest is told to come back (64)
  --times T         questions that come, as a multiple of what was answered (3)
  --json            the last line is JSON: {calm, rush, after, p99Ratio, recoveredMs, errors, isVerified, machine}
  --help            this page

Examples:
  npm run bench -- overload
  npm run bench -- overload --rounds 1 --seconds 2 --warm-up 2
  npm run bench -- overload --json | tail -1

Ends with exit code 1 when anybody got a wrong answer or anything but an answer and the word to come back, or when the ledger does not verify.
`;

/** @throws Error with a sentence for an option that does not exist or has no sense. Undefined when help was asked for. */
export const readOverloadOptions = (args: readonly string[]): OverloadOptions | undefined =>
  readNumbers(args, {
    rounds: { option: 'rounds', preset: 5 },
    seconds: { option: 'seconds', preset: 5 },
    warmUpSeconds: { option: 'warm-up', preset: 10 },
    inFlight: { option: 'in-flight', preset: 64 },
    times: { option: 'times', preset: 3 },
  });
