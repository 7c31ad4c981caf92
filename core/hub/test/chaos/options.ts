import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faults } from './faults.ts';
import type { Trial } from './results.ts';

const fullTrials = 1000;
const recordedFile = join(import.meta.dirname, 'recorded-trials.json');

export const chaosHelp = `npm run chaos [-- options]

Breaks a hub of two nodes, an adapter, PostgreSQL and nats-server under load, and compares what callers and sources
wrote down with the ledger. Without options it repeats the recorded trials.

  --trials N      so many trials, each fault in turn
  --seed N        the seed of the first of them; the others count on from there (default 1)
  --full          ${fullTrials} trials
  --only FAULT    this fault alone; may be repeated
  --json          the results as one line of JSON at the end
  --record PATH   writes PATH.md and PATH.json at the end

The faults: ${Object.keys(faults).join(', ')}.
`;

export interface ChaosOptions {
  readonly trials: readonly Trial[];
  readonly isJson: boolean;
  /** How this run is repeated; where it was recorded does not matter. */
  readonly command: string;
  readonly record?: string;
}

/** Undefined when help was asked for. @throws with a sentence about what cannot be read. */
export function readChaosOptions(args: readonly string[]): ChaosOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      trials: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string', multiple: true },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      record: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const trials = readTrials(values);
  const own = args.filter((arg, index) => arg !== '--record' && args[index - 1] !== '--record');
  const command = ['npm run chaos', ...(own.length === 0 ? [] : ['--', ...own])].join(' ');
  return { trials, isJson: values.json, command, ...(values.record === undefined ? {} : { record: values.record }) };
}

interface Wanted {
  readonly full: boolean;
  readonly trials?: string | undefined;
  readonly seed?: string | undefined;
  readonly only?: readonly string[] | undefined;
}

function readTrials({ full, trials, seed, only }: Wanted): readonly Trial[] {
  const isRecorded = !full && [trials, seed, only].every((value) => value === undefined);
  if (isRecorded) return JSON.parse(readFileSync(recordedFile, 'utf8')) as Trial[];
  const count = full ? fullTrials : readCount(trials ?? '20', 'trials');
  return plan({ count, seed: readCount(seed ?? '1', 'seed'), names: readNames(only) });
}

function readCount(text: string, name: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a whole number above 0, not "${text}"`);
}

function readNames(only: readonly string[] | undefined): readonly string[] {
  const names = only ?? Object.keys(faults);
  const unknown = names.filter((name) => !Object.hasOwn(faults, name));
  if (unknown.length === 0) return names;
  throw new Error(`There is no fault "${unknown.join(', ')}". There are: ${Object.keys(faults).join(', ')}.`);
}

const plan = (wanted: { count: number; seed: number; names: readonly string[] }): Trial[] =>
  Array.from({ length: wanted.count }, (_none, index) => ({
    fault: wanted.names[index % wanted.names.length] ?? '',
    seed: wanted.seed + index,
  }));
