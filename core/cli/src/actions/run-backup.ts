import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fromProblem, type Problem } from '@koppel/contract';
import { createHubDatabase, findPackageProgram, silentLog, startPostgres } from '@koppel/local';
import type { Context } from '../context.ts';
import { CheckFailure, UsageError } from '../exit-code.ts';

export interface KeyOptions {
  readonly config?: string;
  readonly recipient?: readonly string[];
  readonly identity?: readonly string[];
  readonly passphraseFile?: string;
}

interface Summary {
  readonly takenAt: string;
  readonly origin: string;
  readonly ledgerSize: number;
  readonly rows: number;
  readonly keyFiles: number;
  readonly ledger?: { readonly isGood: boolean; readonly entries: number };
}

/** The program's last line when it failed: a problem, or words about what nobody foresaw. */
type Failure = Problem | { readonly message: string };

type Environment = Readonly<Record<string, string>>;

export async function takeBackup(context: Context, options: KeyOptions & { readonly out: string }): Promise<void> {
  if (!options.recipient && !options.passphraseFile)
    throw new UsageError('Say with --recipient or --passphrase-file who may open the backup.');
  const summary = await runProgram(
    context,
    ['write', resolve(options.out), ...keysOf(options)],
    configOf(context, options),
  );
  context.print({ file: resolve(options.out), ...summary }, () => `${wordsFor(summary)} It is in ${options.out}.`);
}

export async function restoreBackup(
  context: Context,
  file: string,
  options: KeyOptions & { readonly check?: boolean },
): Promise<void> {
  if (!options.identity && !options.passphraseFile)
    throw new UsageError('Say with --identity or --passphrase-file what opens the backup.');
  const restore = (place: Environment = {}) =>
    runProgram(context, ['restore', resolve(file), ...keysOf(options)], { ...configOf(context, options), ...place });
  const summary = options.check ? await elsewhere(restore) : await restore();
  const isGood = summary.ledger?.isGood === true;
  const told = isGood ? 'The ledger is whole.' : 'The ledger does not verify: do not start a hub on it.';
  context.print(summary, () => `${wordsFor(summary)} ${told}${options.check ? ' Nothing was kept of it.' : ''}`);
  if (!isGood) throw new CheckFailure('The ledger of the backup does not verify');
}

const wordsFor = ({ takenAt, origin, ledgerSize, rows, keyFiles }: Summary): string =>
  `A backup of ${origin} as of ${takenAt}: ${rows} rows, ${ledgerSize} of them entries of the ledger, and ${keyFiles} files.`;

const keysOf = ({ recipient = [], identity = [], passphraseFile }: KeyOptions): string[] => [
  ...recipient.flatMap((key) => ['--recipient', key]),
  ...identity.flatMap((path) => ['--identity', resolve(path)]),
  ...(passphraseFile === undefined ? [] : ['--passphrase-file', resolve(passphraseFile)]),
];

const configOf = ({ surroundings, home }: Context, { config }: KeyOptions): Environment => ({
  KOPPEL_CONFIG: resolve(config ?? surroundings.env['KOPPEL_CONFIG'] ?? join(home, 'hub', 'config.json')),
});

/** Runs the hub's own program, which alone knows its tables; its progress goes to standard error. */
async function runProgram(context: Context, args: readonly string[], place: Environment): Promise<Summary> {
  const { env } = context.surroundings;
  const child = spawn(process.execPath, [findPackageProgram('@koppel/hub', 'backup.main'), ...args], {
    env: { ...env, ...place },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let last = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    last = line;
    if (!line.startsWith('{')) context.writeError(`${line}\n`);
  });
  const [told, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number | null]>]);
  if (exitCode === 0) return JSON.parse(told) as Summary;
  const failure = last.startsWith('{')
    ? (JSON.parse(last) as Failure)
    : { message: 'the program ended without a word' };
  throw 'code' in failure ? fromProblem(failure) : new Error(failure.message);
}

/** Restores into a database and a home that are thrown away afterwards. */
async function elsewhere(restore: (place: Environment) => Promise<Summary>): Promise<Summary> {
  const folder = await mkdtemp(join(tmpdir(), 'koppel-restore-'));
  const server = await startPostgres({ dir: join(folder, 'postgres'), log: silentLog });
  try {
    const database = await createHubDatabase(server, 'koppel');
    return await restore({ KOPPEL__DATABASE: JSON.stringify(database), KOPPEL__HOME: join(folder, 'home') });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
