import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Context } from '../context.ts';
import { CheckFailure, UsageError } from '../exit-code.ts';

export interface RunAdapterOptions {
  readonly link: string;
  readonly credentials: string;
  readonly config: string;
  readonly secrets?: string;
}

/** Runs the adapter's own program with what it reads from its environment, until one of us is told to stop. */
export async function runAdapter(context: Context, name: string, options: RunAdapterOptions): Promise<void> {
  const program = findProgram(name);
  const env = {
    ...context.surroundings.env,
    KOPPEL_LINK_SERVERS: options.link,
    KOPPEL_LINK_CREDENTIALS: resolve(options.credentials),
    KOPPEL_ADAPTER_CONFIG: resolve(options.config),
    ...(options.secrets === undefined ? {} : { KOPPEL_SECRETS: resolve(options.secrets) }),
  };
  const child = spawn(process.execPath, [program], { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new CheckFailure('The adapter ended with a fault; its last log lines say which');
}

/** The `main` beside the entry of an installed package, or of one in a directory. */
function findProgram(name: string): string {
  const entry = findEntry(name);
  const main = ['main.ts', 'main.js'].map((file) => join(entry, '..', file)).find((file) => existsSync(file));
  if (main === undefined) throw new UsageError(`${name} holds no adapter: there is no main beside ${entry}.`);
  return main;
}

function findEntry(name: string): string {
  try {
    return createRequire(join(process.cwd(), 'package.json')).resolve(name);
  } catch (cause) {
    throw new UsageError(`There is no package "${name}" here; install it with "npm install ${name}".`, { cause });
  }
}
