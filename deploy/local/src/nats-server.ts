import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeServerFiles, type LinkAuthority } from '@koppel/link';
import { StartError } from './start-error.ts';
import { tether } from './tether.ts';

export interface NatsServerOptions {
  /** Path of the program, from `ensureNatsServer`. */
  readonly binary: string;
  readonly authority: LinkAuthority;
  /** Configuration, accounts and log of the server. */
  readonly directory: string;
  /** On the loopback interface; 0 or absent lets the system choose. */
  readonly port?: number;
}

export interface NatsServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, by `stop` or by itself. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

const startTimeoutMs = 10_000;
const stopTimeoutMs = 5_000;

/**
 * Starts a server for this machine alone and returns once it accepts connections; it ends when this process does.
 * @throws StartError `port-in-use` or `failed`, with what the server complained of.
 */
export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const { binary, authority, directory } = options;
  const port = options.port === undefined || options.port === 0 ? -1 : options.port;
  const config = await writeServerFiles(authority, { directory, port });
  return startNatsConfig({ binary, config, logFile: join(directory, 'nats-server.log') });
}

/** Starts a server with a configuration that is there already; otherwise as `startNatsServer`. */
export async function startNatsConfig(options: {
  readonly binary: string;
  /** Path of the configuration. */
  readonly config: string;
  readonly logFile: string;
}): Promise<NatsServer> {
  // A process group of its own: an interrupt at the keyboard is for us, and we stop the server when we are done with it.
  const child = spawn(options.binary, ['-c', options.config], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  tether(child, 'TERM');
  const { promise: exited, resolve: end } = Promise.withResolvers<void>();
  child.once('exit', () => end());
  const listening = await readiness(child, options.logFile);
  await acceptsConnections(listening);
  const url = `nats://127.0.0.1:${listening}`;
  return { url, port: listening, pid: child.pid ?? 0, exited, stop: () => stop(child, exited) };
}

/** Follows what the server says until it is ready, and tells its port; what it says afterwards only goes to its log. */
function readiness(child: ChildProcess, logFile: string): Promise<number> {
  return new Promise((resolve, reject) => {
    if (!child.stderr) throw new StartError('failed', 'The message server has no output to follow.');
    let port = 0;
    let complaint = 'it said nothing';
    const timer = setTimeout(() => child.kill(), startTimeoutMs);
    const ready = (): void => {
      clearTimeout(timer);
      resolve(port);
    };
    createInterface({ input: child.stderr }).on('line', (line) => {
      // The log is a convenience; a full disk must not stop the server.
      appendFile(logFile, `${line}\n`).catch(() => undefined);
      port ||= Number(/Listening for client connections on .*:(\d+)$/.exec(line)?.[1] ?? 0);
      complaint = /(?:\[FTL\]|^nats-server:) (.*)$/.exec(line)?.[1] ?? complaint;
      if (line.endsWith('Server is ready')) ready();
    });
    const fail = (error: StartError): void => {
      clearTimeout(timer);
      reject(error);
    };
    child.once('error', (cause) => fail(new StartError('failed', 'The message server cannot be run.', { cause })));
    child.once('exit', () => fail(refusal(complaint)));
  });
}

function refusal(complaint: string): StartError {
  if (!complaint.includes('address already in use')) {
    return new StartError('failed', `The message server did not start: ${complaint}.`);
  }
  const port = /:(\d+)[,:]/.exec(complaint)?.[1] ?? 'of the message server';
  return new StartError('port-in-use', `Port ${port} is in use by another program: stop that, or choose another port.`);
}

function acceptsConnections(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => socket.end(resolve));
    socket.once('error', reject);
  });
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exited;
  clearTimeout(timer);
}
