import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from './workspaces.ts';

export interface Command {
  /** A program that npm put in node_modules/.bin, or any on the PATH. */
  program: string;
  args: string[];
}

export interface CommandOutcome {
  ok: boolean;
  /** Standard output and standard error, in the order in which they came. */
  output: string;
  durationMs: number;
}

/** Runs a program to its end in `folder`; a program that cannot be started is an outcome that is not ok. */
export function runCommand({ program, args }: Command, folder = repositoryRoot): Promise<CommandOutcome> {
  const startedAt = performance.now();
  const path = [join(repositoryRoot, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    const settle = (ok: boolean, more = '') => {
      const output = Buffer.concat(chunks).toString('utf8') + more;
      resolve({ ok, output, durationMs: Math.round(performance.now() - startedAt) });
    };
    child.once('error', (error) => settle(false, error.message));
    child.once('close', (code) => settle(code === 0));
  });
}
