import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { tether } from '@koppel/local';

/** Something with a process that can be killed. */
export interface Mortal {
  readonly pid: number;
  readonly exited: Promise<void>;
  /** Ends it if it still lives. */
  stop(): Promise<void>;
}

export interface Program {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What must be seen on its standard output; nothing for a program that says nothing. */
  readonly readyLine?: RegExp;
}

/** Starts a program under this Node. It ends with this process, and whoever started it ends it before. */
export async function startProgram({ script, args = [], env, readyLine }: Program): Promise<Mortal> {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    env: { PATH, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  tether(child, 'TERM');
  const exited = once(child, 'exit').then(() => undefined);
  if (readyLine) await Promise.race([says(child.stdout, readyLine), exited.then(() => died(script))]);
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return { pid: child.pid ?? 0, exited, stop };
}

async function says(output: NodeJS.ReadableStream, wanted: RegExp): Promise<void> {
  for await (const line of createInterface({ input: output })) if (wanted.test(line)) return;
}

function died(script: string): never {
  throw new Error(`${script} ended before it was ready`);
}

/** `kill -9`, and nothing of the process is left when it returns. */
export async function kill({ pid, exited }: Mortal): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await exited;
}
