import { parseArgs } from 'node:util';
import { createPopulation } from '../population/population.ts';
import type { RunningSource, SourceOptions } from './open-source.ts';
import { wholeNumber } from './whole-number.ts';

/** A source as a program of its own. */
export interface SourceProgram {
  readonly name: string;
  readonly purpose: string;
  /** Environment variables it reads, each with a sentence. */
  readonly environment: Readonly<Record<string, string>>;
  readonly start: (options: SourceOptions, environment: NodeJS.ProcessEnv) => Promise<RunningSource>;
}

const controlTokenVariable = 'SOURCE_CONTROL_TOKEN';

const flags = {
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  'control-port': { type: 'string', default: '0' },
  receipts: { type: 'string' },
  seed: { type: 'string', default: '1' },
  households: { type: 'string', default: '400' },
  help: { type: 'boolean', default: false },
} as const;

const flagTexts = `
  --port <number>          port to listen on; 0 (default) takes a free one
  --host <address>         address to listen on; default 127.0.0.1
  --receipts <file>        append one JSON line per question to this file
  --control-port <number>  port of the control surface; 0 (default) takes a free one
  --seed <number>          seed of the population; default 1
  --households <number>    inhabited addresses besides the story; default 400
  --help                   this text`;

/** Runs a source until SIGINT or SIGTERM; when it listens, `{"ready":true,"url":…,"controlUrl":…}` is one line on stdout. */
export async function runAlone(program: SourceProgram): Promise<void> {
  try {
    const { values } = parseArgs({ options: flags });
    if (values.help) {
      console.log(usage(program));
      return;
    }
    const source = await program.start(toOptions(values), process.env);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void source.close());
    console.log(JSON.stringify({ ready: true, url: source.url, controlUrl: source.controlUrl }));
  } catch (error) {
    console.error(`${program.name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];

function toOptions(values: Values): SourceOptions {
  const token = process.env[controlTokenVariable];
  return {
    population: createPopulation({
      seed: wholeNumber('--seed', values.seed),
      households: wholeNumber('--households', values.households),
    }),
    host: values.host,
    port: wholeNumber('--port', values.port),
    ...(values.receipts !== undefined && { receiptFile: values.receipts }),
    ...(token && { control: { token, port: wholeNumber('--control-port', values['control-port']) } }),
  };
}

function usage({ name, purpose, environment }: SourceProgram): string {
  const variables = { ...environment, [controlTokenVariable]: 'opens the control surface for its bearer' };
  const lines = Object.entries(variables).map(([variable, text]) => `  ${variable.padEnd(24)} ${text}`);
  return `${name}: ${purpose}\n\nFlags:${flagTexts}\n\nEnvironment:\n${lines.join('\n')}`;
}
