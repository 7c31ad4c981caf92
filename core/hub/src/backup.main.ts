import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KoppelError, toProblem } from '@koppel/contract';
import type { BackupKey } from './platform/backup/backup-key.ts';
import { readBackup } from './platform/backup/read-backup.ts';
import { writeBackup } from './platform/backup/write-backup.ts';
import { migrations, verifyLedger } from './hub.ts';
import { readConfig } from './platform/config.ts';

/** `backup.main.ts write|restore FILE`, with the hub's configuration; one line of JSON at the end, progress on stderr. */
async function main(): Promise<unknown> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      recipient: { type: 'string', multiple: true },
      identity: { type: 'string', multiple: true },
      'passphrase-file': { type: 'string' },
    },
  });
  const [what, file] = positionals;
  if (file === undefined) throw new KoppelError('config.invalid', 'Say what to do, and with which file');
  const config = readConfig(process.env);
  const tell = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const passphraseFile = values['passphrase-file'];
  const key = (keys: readonly string[] = []): BackupKey => ({
    keys,
    ...(passphraseFile === undefined ? {} : { passphrase: readFileSync(passphraseFile, 'utf8').trimEnd() }),
  });
  if (what === 'write') return summaryOf(await writeBackup(config, { out: file, key: key(values.recipient), tell }));
  const identities = values.identity?.flatMap(identitiesIn);
  const restored = await readBackup(config, { from: file, key: key(identities), migrations, tell });
  tell('Verifying the ledger');
  const { isGood, summary } = await verifyLedger(config);
  return { ...summaryOf(restored), ledger: { isGood, entries: summary?.entries ?? 0 } };
}

/** A file as age's own tool writes it: comments, and a key on a line of its own. */
const identitiesIn = (file: string): string[] =>
  readFileSync(file, 'utf8').match(/^AGE-SECRET-KEY-[A-Z0-9-]+$/gm) ?? [];

function summaryOf({ takenAt, origin, ledgerSize, tables, rows, keyFiles }: Awaited<ReturnType<typeof writeBackup>>) {
  const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
  return { takenAt, origin, ledgerSize, tables: tables.length, rows: count, keyFiles };
}

main().then(
  (result) => void process.stdout.write(`${JSON.stringify(result)}\n`),
  (error: unknown) => {
    // What nobody foresaw, such as a folder that is not there, says most in its own words.
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${JSON.stringify(error instanceof KoppelError ? toProblem(error) : { message })}\n`);
    process.exitCode = 1;
  },
);
