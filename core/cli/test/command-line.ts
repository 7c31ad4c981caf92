import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createKeyPair, writeProfile, writeSecretFile } from '@koppel/local';
import { runCommandLine } from '../src/index.ts';

export interface CommandOutcome {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

export const ownOin = '00000009999000000001';

/** A home with one profile, "operator", for a hub; and the command to try in it. */
export class CommandLine {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;

  private constructor(home: string) {
    this.home = home;
    this.env = { KOPPEL_HOME: home };
  }

  static async prepare(hub: string): Promise<CommandLine> {
    const home = await mkdtemp(join(tmpdir(), 'koppel-cli-'));
    const [client, agreement] = await Promise.all([createKeyPair(), createKeyPair()]);
    await writeSecretFile(join(home, 'keys/client.jwk'), JSON.stringify(client.privateJwk));
    await writeSecretFile(join(home, 'keys/agreement.jwk'), JSON.stringify(agreement.privateJwk));
    const files = { keyFile: 'keys/client.jwk', agreementKeyFile: 'keys/agreement.jwk' };
    await writeProfile(home, 'operator', { hub, oin: ownOin, client: 'operator', ...files });
    return new CommandLine(home);
  }

  /** Runs `koppel <args>` off a terminal, with this on standard input. */
  async run(args: readonly string[], input = ''): Promise<CommandOutcome> {
    const [output, errors] = [new PassThrough(), new PassThrough()];
    const exitCode = await runCommandLine(args, { env: this.env, input: Readable.from([input]), output, errors });
    output.end();
    errors.end();
    return { exitCode, output: await text(output), errors: await text(errors) };
  }

  async remove(): Promise<void> {
    await rm(this.home, { recursive: true });
  }
}
