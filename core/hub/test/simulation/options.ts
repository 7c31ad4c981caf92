import { parseArgs } from 'node:util';

export const simulationHelp = `npm run simulate [-- options]

Plays seeded schedules of exchange, gate and ledger on two nodes, with clocks, link, database and callers simulated and
troubled, and holds every step against the rules. The first schedule that breaks one is made short and told.

  --schedules N   so many (default 10000; with --planted at most so many for each bug, default 5000)
  --seed N        the seed of the first; the others count on from there (default 1)
  --replay SEED   plays the schedule of this seed alone and tells what happens in it
  --planted       puts each planted bug into the code, one after the other, and tells after how many schedules it was found
  --only TEXT     with --planted: only bugs with this in their name, and a short schedule that shows each
  --json          the results as one line of JSON at the end

Examples
  npm run simulate
  npm run simulate -- --schedules 100000 --seed 50001 --json
  npm run simulate -- --replay 446
  npm run simulate -- --planted
  npm run simulate -- --planted --only 'a refusal is not logged'
`;

export interface SimulationOptions {
  readonly kind: 'campaign' | 'replay' | 'planted';
  readonly schedules: number;
  readonly seed: number;
  /** Part of the names of the bugs that are planted. */
  readonly only: string | undefined;
  readonly isJson: boolean;
}

const defaultSchedules = { campaign: '10000', planted: '5000' } as const;

/** Undefined when help was asked for. @throws with a sentence about what cannot be read. */
export function readSimulationOptions(args: readonly string[]): SimulationOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      schedules: { type: 'string' },
      seed: { type: 'string' },
      replay: { type: 'string' },
      planted: { type: 'boolean', default: false },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return { ...readPlan(values), only: values.only, isJson: values.json };
}

interface Wanted {
  readonly planted: boolean;
  readonly schedules?: string | undefined;
  readonly seed?: string | undefined;
  readonly replay?: string | undefined;
}

function readPlan({
  planted,
  schedules,
  seed,
  replay,
}: Wanted): Pick<SimulationOptions, 'kind' | 'schedules' | 'seed'> {
  if (replay !== undefined) return { kind: 'replay', schedules: 1, seed: readCount(replay, 'replay') };
  const kind = planted ? 'planted' : 'campaign';
  return {
    kind,
    schedules: readCount(schedules ?? defaultSchedules[kind], 'schedules'),
    seed: readCount(seed ?? '1', 'seed'),
  };
}

function readCount(text: string, name: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a whole number above 0, not "${text}"`);
}
