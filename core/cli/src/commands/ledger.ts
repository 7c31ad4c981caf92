import type { VerifyCommandOptions } from '../actions/verify-ledger.ts';
import type { ProcessingOptions } from '../actions/show-processing.ts';
import { collect, withExamples, type CommandGroup } from '../command.ts';
import { addLedgerWitnesses, addRecordGap, withWitnessOptions } from './witness.ts';

const addCheckpoint: CommandGroup = (ledger, context) => {
  const checkpoint = ledger
    .command('checkpoint')
    .description('print the newest signed checkpoint; keep it to hold the hub to it later')
    .action(async () => {
      const note = await (await context.hub()).get<string>('/v1/ledger/checkpoint');
      context.print({ checkpoint: note }, () => note.trimEnd());
    });
  withExamples(checkpoint, 'ledger checkpoint > held.note');
};

const addExported: CommandGroup = (ledger, context) => {
  const exported = ledger
    .command('export')
    .description('write the whole log, or what came after an entry, as lines of JSON')
    .option('--from <index>', 'the first entry', '0')
    .option('--out <file>', 'a file instead of standard output')
    .action(async (options: { from: string; out?: string }) =>
      (await import('../actions/export-ledger.ts')).exportLedger(context, options),
    );
  withExamples(exported, 'ledger export --out ledger.ndjson', 'ledger export --from 5000 | gzip > ledger.ndjson.gz');
};

const addVerify: CommandGroup = (ledger, context) => {
  const verify = withWitnessOptions(ledger.command('verify [file]'))
    .description('check an export on this machine, without asking or trusting the hub')
    .option('--key <vkey>', "the log's verifier key, as you know it from elsewhere; may be repeated", collect)
    .option('--held <file>', 'a checkpoint you kept from before; the export must continue it')
    .action(async (file: string | undefined, options: VerifyCommandOptions) =>
      (await import('../actions/verify-ledger.ts')).verifyLedger(context, context.placeOf(file), options),
    );
  withExamples(verify, 'ledger verify ledger.ndjson --held held.note', 'ledger export | koppel ledger verify -');
};

const addDisclosures: CommandGroup = (ledger, context) => {
  const disclosures = ledger
    .command('disclosures')
    .description('who received what about somebody, four years back')
    .requiredOption(
      '--subject <file>',
      'JSON {"kind": "bsn", "value": …} in a file; "-" is standard input, which leaves no trace in the history',
    )
    .action(async ({ subject }: { subject: string }) =>
      (await import('../actions/show-disclosures.ts')).showDisclosures(context, subject),
    );
  withExamples(
    disclosures,
    'ledger disclosures --subject - < subject.json',
    'ledger disclosures --subject subject.json --json',
  );
};

const addProcessing: CommandGroup = (ledger, context) => {
  const processing = ledger
    .command('processing')
    .description('what was decided about each exchange of yours, and whose data was processed, oldest first')
    .option('--since <instant>', 'only what was asked from then on, such as 2026-03-01T00:00:00.000Z')
    .option('--until <instant>', 'only what was asked before')
    .option('--agreement <id>', 'only under this agreement')
    .option('--operation <name>', 'only this operation')
    .option('--limit <count>', 'at most so many exchanges', '50')
    .action(async (options: ProcessingOptions) =>
      (await import('../actions/show-processing.ts')).showProcessing(context, options),
    );
  withExamples(
    processing,
    'ledger processing --since 2026-03-01T00:00:00.000Z',
    'ledger processing --agreement <id> --limit 1000 --json',
  );
};

export const addLedgerCommands: CommandGroup = (program, context) => {
  const ledger = withExamples(
    program.command('ledger').description('the log of every exchange, and its proofs'),
    'ledger checkpoint',
  );
  for (const add of [
    addCheckpoint,
    addExported,
    addVerify,
    addDisclosures,
    addProcessing,
    addLedgerWitnesses,
    addRecordGap,
  ])
    add(ledger, context);
};
