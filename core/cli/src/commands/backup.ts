import type { KeyOptions } from '../actions/run-backup.ts';
import { collect, withExamples, type CommandGroup } from '../command.ts';

const configOption = [
  '--config <file>',
  "the hub's configuration (default: KOPPEL_CONFIG, else that of `koppel start`)",
] as const;
const passphraseOption = ['--passphrase-file <file>', 'a passphrase instead of a key, in a file'] as const;

const addBackup: CommandGroup = (program, context) => {
  const backup = program
    .command('backup')
    .description('write a hub, its database and its keys, into one encrypted file; it goes on meanwhile')
    .requiredOption('--out <file>', 'the file, which must not be there yet')
    .option('--recipient <key>', 'who may open it: an age key (age1…); may be repeated', collect)
    .option(...passphraseOption)
    .option(...configOption)
    .action(async (options: KeyOptions & { readonly out: string }) =>
      (await import('../actions/run-backup.ts')).takeBackup(context, options),
    );
  withExamples(
    backup,
    'backup --out hub.age --recipient age1…',
    'backup --out hub.age --passphrase-file passphrase --config /etc/koppel/hub.json',
  );
};

const addRestore: CommandGroup = (program, context) => {
  const restore = program
    .command('restore <file>')
    .description('bring a backup back into an empty database and an empty home, and verify its ledger')
    .option('--identity <file>', 'what opens it: a file with an age key; may be repeated', collect)
    .option(...passphraseOption)
    .option('--check', 'restore into a database of its own and throw that away: does this backup work?')
    .option(...configOption)
    .action(async (file: string, options: KeyOptions & { readonly check?: boolean }) =>
      (await import('../actions/run-backup.ts')).restoreBackup(context, file, options),
    );
  withExamples(
    restore,
    'restore hub.age --identity key.txt --check',
    'restore hub.age --identity key.txt --config /etc/koppel/hub.json',
  );
};

export const addBackupCommands: CommandGroup = (program, context) => {
  addBackup(program, context);
  addRestore(program, context);
};
