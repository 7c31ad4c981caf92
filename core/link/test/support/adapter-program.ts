import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processVariables, type LinkAddress } from '@koppel/link';
import type { TestNats } from '@koppel/testkit';

/** How to start an adapter that offers the register of permits. */
export interface AdapterProgram {
  readonly command: string;
  readonly args: readonly string[];
}

export interface Permit {
  readonly postcode: string;
  readonly houseNumber: number;
  readonly number: string;
  readonly kind: string;
  readonly holder: { readonly name: string; readonly kvkNumber: string };
}

/** A running program and the file that is its source. */
export class RunningProgram {
  readonly directory: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  #output = '';

  private constructor(directory: string, child: ChildProcess) {
    this.directory = directory;
    this.#child = child;
    const { promise, resolve } = Promise.withResolvers<number | null>();
    this.#exit = promise;
    child.once('error', (error) => {
      this.#output += `It cannot be run: ${error.message}`;
      resolve(-1);
    });
    child.once('exit', resolve);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (this.#output += String(chunk)));
  }

  /** With more in its environment when it is to do more than it must. */
  static async start(
    program: AdapterProgram,
    nats: TestNats,
    { more = {}, ...address }: LinkAddress & { readonly more?: NodeJS.ProcessEnv },
  ): Promise<RunningProgram> {
    const directory = await mkdtemp(join(tmpdir(), 'koppel-test-adapter-'));
    const paths = { credentials: join(directory, 'adapter.creds'), config: join(directory, 'config.json') };
    await writeFile(paths.credentials, await nats.authority.grantLink({ ...address, kind: 'adapter' }), {
      mode: 0o600,
    });
    await writeFile(paths.config, JSON.stringify({ register: join(directory, 'register.json') }));
    const environment = {
      ...process.env,
      [processVariables.servers]: nats.server.url,
      [processVariables.credentials]: paths.credentials,
      [processVariables.config]: paths.config,
      ...more,
    };
    return new RunningProgram(directory, spawn(program.command, program.args, { env: environment }));
  }

  /** Everything it has written so far. */
  get output(): string {
    return this.#output;
  }

  get registerPath(): string {
    return join(this.directory, 'register.json');
  }

  async fillRegister(permits: readonly Permit[]): Promise<void> {
    // A pipe that a test before this one left behind would wait for a reader.
    await rm(this.registerPath, { force: true });
    await writeFile(this.registerPath, JSON.stringify({ permits }));
  }

  /** Asks it to end and resolves with its exit code. */
  end(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.#exit;
  }

  async remove(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
    await rm(this.directory, { recursive: true, force: true });
  }
}
