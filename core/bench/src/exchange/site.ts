import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLinkAuthority, type LinkAuthority } from '@koppel/link';
import { ensureNatsServer, silentLog, startNatsServer, startPostgres, type PostgresServer } from '@koppel/local';
import { node, startProgram, type ProgramSpec, type RunningProgram } from '../child/program.ts';

const repository = resolve(import.meta.dirname, '../../../..');
const programs = resolve(import.meta.dirname, '..');
export interface SiteOptions {
  /** Where the hub and the adapter leave a processor profile when they end. */
  readonly profileDir?: string;
}

type ScriptSpec = Pick<ProgramSpec, 'name' | 'env'> & {
  /** Within this package's `src`, or absolute. */
  readonly script: string;
  readonly isProfiled?: boolean;
};

/** A directory for one run, and everything that was started in it; closing ends and removes all of it. */
export class Site {
  readonly directory: string;
  readonly #options: SiteOptions;
  readonly #endings: (() => Promise<void>)[] = [];

  private constructor(directory: string, options: SiteOptions) {
    this.directory = directory;
    this.#options = options;
    this.#endings.push(() => rm(directory, { recursive: true, force: true }));
  }

  static async open(options: SiteOptions): Promise<Site> {
    const directory = await mkdtemp(join(tmpdir(), 'koppel-bench-'));
    // PostgreSQL runs as another account when we are root, and has to pass through.
    await chmod(directory, 0o711);
    return new Site(directory, options);
  }

  path(...names: string[]): string {
    return join(this.directory, ...names);
  }

  /** Runs `end` when the site closes, before what was started earlier ends. */
  onClose(end: () => Promise<void>): void {
    this.#endings.unshift(end);
  }

  async close(): Promise<void> {
    for (const end of this.#endings.splice(0)) await end();
  }

  async start(spec: ProgramSpec): Promise<RunningProgram> {
    const program = await startProgram(spec);
    this.onClose(() => program.stop());
    return program;
  }

  startScript({ name, env, script, isProfiled = false }: ScriptSpec): Promise<RunningProgram> {
    const { profileDir } = this.#options;
    const flags =
      isProfiled && profileDir
        ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${name}.cpuprofile`]
        : [];
    const command = node(resolve(programs, script), flags);
    return this.start({ name, command, logFile: this.path(`${name}.log`), ...(env ? { env } : {}) });
  }

  /** PostgreSQL as Koppel ships it: every commit waits for the disk. */
  async startPostgres(): Promise<PostgresServer> {
    const server = await startPostgres({ dir: this.path('postgres'), log: silentLog });
    this.onClose(() => server.stop());
    return server;
  }

  /** The message server of the link, with its accounts. */
  async startLinkServer(): Promise<LinkServer> {
    const authority = await createLinkAuthority(this.path('authority'));
    const server = await startNatsServer({ binary: await natsBinary(), authority, directory: this.path('link') });
    this.onClose(() => server.stop());
    return { authority, url: server.url, pid: server.pid };
  }

  /** A message server without accounts, for the paths that have none. */
  async startPlainServer(): Promise<RunningProgram> {
    let url = '';
    const read = (line: string): string | undefined => {
      const port = /Listening for client connections on .*:(\d+)$/.exec(line)?.[1];
      if (port !== undefined) url = `nats://127.0.0.1:${port}`;
      return line.endsWith('Server is ready') ? url : undefined;
    };
    return this.start({
      name: 'plain-nats',
      command: [await natsBinary(), '--addr', '127.0.0.1', '--port', '-1'],
      logFile: this.path('plain-nats.log'),
      readiness: { stream: 'stderr', read },
    });
  }
}

export interface LinkServer {
  readonly authority: LinkAuthority;
  readonly url: string;
  readonly pid: number;
}

/** The file of another package's program: a benchmark starts it by path. */
export const programOf = (...names: string[]): string => join(repository, ...names);

async function natsBinary(): Promise<string> {
  const binary = await ensureNatsServer({ binDir: programOf('.koppel', 'bin') });
  if (binary) return binary.path;
  throw new Error('No nats-server, and none could be fetched: install it ("apt-get install nats-server").');
}
