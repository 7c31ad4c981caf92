import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tether } from '@koppel/local';

export interface ProgramSpec {
  readonly name: string;
  /** A program, or a script in TypeScript for this Node. */
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Everything it says, but for its standard output when `readiness` reads that. */
  readonly logFile: string;
  /** Which stream tells that it is ready, and how the line is read: undefined for a line that does not tell. */
  readonly readiness?: { readonly stream: 'stdout' | 'stderr'; readonly read: (line: string) => string | undefined };
}

export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  /** What its readiness told. */
  readonly told: string;
  stop(): Promise<void>;
}

const stopTimeoutMs = 10_000;

/** The `url` of a line `{"ready": true, "url": …}`, empty without one. */
const readReadyLine = (line: string): string | undefined => {
  if (!line.startsWith('{"ready":true')) return undefined;
  const { url } = JSON.parse(line) as { url?: string };
  return url ?? '';
};

/** A script of this repository as a command. */
export const node = (script: string, flags: readonly string[] = []): [string, ...string[]] => [
  process.execPath,
  '--no-warnings',
  ...flags,
  script,
];

/** Starts a program, returns when it is ready, and lets it end with this process however that ends. */
export async function startProgram(spec: ProgramSpec): Promise<RunningProgram> {
  const { name, command, logFile, readiness = { stream: 'stdout', read: readReadyLine } } = spec;
  const [file, ...args] = command;
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(file, args, {
    env: { ...passedOn(), NODE_ENV: 'production', ...spec.env },
    stdio: ['ignore', readiness.stream === 'stdout' ? 'pipe' : log, readiness.stream === 'stderr' ? 'pipe' : log],
    detached: true,
  });
  closeSync(log);
  tether(child, 'TERM');
  const told = await untilReady(child, { name, logFile, readiness });
  return { name, pid: child.pid ?? 0, told, stop: () => stop(child) };
}

/** Tests keep what Node compiled for the next start. */
function passedOn(): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE: cache } = process.env;
  return cache === undefined ? { PATH } : { PATH, NODE_COMPILE_CACHE: cache };
}

function untilReady(
  child: ChildProcess,
  { name, logFile, readiness }: Required<Pick<ProgramSpec, 'name' | 'logFile' | 'readiness'>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      reject(new Error(`${name} did not start. Its last words: ${readFileSync(logFile, 'utf8').slice(-2000)}`));
    };
    child.once('error', fail);
    child.once('exit', fail);
    const stream = child[readiness.stream];
    if (!stream) throw new TypeError(`${name} has no ${readiness.stream} to follow`);
    createInterface({ input: stream }).on('line', (line) => {
      const told = readiness.read(line);
      if (told !== undefined) resolve(told);
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}
