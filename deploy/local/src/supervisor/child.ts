import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { StartError } from '../start-error.ts';
import { tether } from '../tether.ts';
import type { RunningPart } from './part.ts';

export interface ChildSpec {
  readonly name: string;
  /** A program in TypeScript or JavaScript, run by this Node. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Added to PATH and the like; nothing else of our own environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Everything it writes, except its ready line. */
  readonly logFile: string;
  /** False for a program that says nothing when it is ready; then it counts as ready once it runs. */
  readonly isReadyTold?: boolean;
  /** Between a polite request to end and the end; 6 s unless told otherwise. */
  readonly stopTimeoutMs?: number;
}

export interface RunningChild extends RunningPart {
  readonly pid: number;
  /** What it told in its ready line, `{"ready": true, …}`. */
  readonly ready: Readonly<Record<string, unknown>>;
}

const passedOn = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_EXTRA_CA_CERTS', 'NODE_COMPILE_CACHE'];

/**
 * Starts a program and returns when it says that it is ready. It ends with this process.
 * @throws StartError `failed` with its last words when it ends before.
 */
export async function startChild(spec: ChildSpec): Promise<RunningChild> {
  await mkdir(dirname(spec.logFile), { recursive: true, mode: 0o700 });
  const log = await open(spec.logFile, 'a', 0o600);
  const own = Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', spec.script, ...(spec.args ?? [])], {
    env: { ...own, ...spec.env },
    // Its input stays open as long as we live; a group of its own keeps an interrupt at the keyboard away from it.
    stdio: ['pipe', 'pipe', log.fd],
    detached: true,
  });
  tether(child, 'TERM');
  const exited = once(child, 'exit').then(() => undefined);
  // The child has its own copy by now.
  await log.close();
  const ready = await readiness(child, spec);
  return { pid: child.pid ?? 0, ready, exited, stop: () => stop(child, exited, spec.stopTimeoutMs) };
}

function readiness(child: ChildProcess, spec: ChildSpec): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    const fail = (): void => void lastWords(spec).then((words) => reject(new StartError('failed', words)));
    child.once('error', fail);
    child.once('exit', fail);
    // The event of its birth may be over by now; a number tells the same.
    if (spec.isReadyTold === false && child.pid !== undefined) resolve({});
    if (!child.stdout) throw new Error('The program has no output to follow');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = parseReadyLine(line);
      if (told) resolve(told);
    });
  });
}

/** Why a program did not start, in its own sentence when it left one: a JSON line with a message. */
async function lastWords({ name, logFile }: ChildSpec): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const message = text
    .trimEnd()
    .split('\n')
    .map(messageOf)
    .findLast((words) => words !== undefined);
  const reason = message === undefined ? 'its last words are' : `${message}. More is`;
  return `${name} did not start; ${reason} in ${logFile}.`;
}

function messageOf(line: string): string | undefined {
  try {
    const { message } = JSON.parse(line) as { readonly message?: unknown };
    return typeof message === 'string' ? message.replace(/[.]$/, '') : undefined;
  } catch {
    return undefined;
  }
}

function parseReadyLine(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const told = JSON.parse(line) as Record<string, unknown>;
    return told['ready'] === true ? told : undefined;
  } catch {
    return undefined;
  }
}

async function stop(child: ChildProcess, exited: Promise<void>, timeoutMs = 6000): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  await exited;
  clearTimeout(timer);
}
