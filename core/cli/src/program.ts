import { createRequire } from 'node:module';
import tab from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { addAdapterCommands } from './commands/adapters.ts';
import { addAgreementCommands } from './commands/agreements.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addBodyCommands } from './commands/bodies.ts';
import { addCaseCommands } from './commands/cases.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEvidenceCommands } from './commands/evidence.ts';
import { addExchangeCommand } from './commands/exchange.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addLedgerCommands } from './commands/ledger.ts';
import { addLessonCommands } from './commands/lessons.ts';
import { addLinkCommands } from './commands/link.ts';
import { addMandateCommands } from './commands/mandates.ts';
import { addModelCommands } from './commands/models.ts';
import { addNatsCommands } from './commands/nats.ts';
import { addNotificationCommands } from './commands/notifications.ts';
import { addOrganisationCommands } from './commands/organisations.ts';
import { addSignalCommands } from './commands/signals.ts';
import { addStartCommand } from './commands/start.ts';
import { addTaskCommands } from './commands/tasks.ts';
import { addTokenCommand } from './commands/token.ts';
import { addWhoamiCommand } from './commands/whoami.ts';
import { addWitnessCommands } from './commands/witness.ts';
import { withExamples, type CommandGroup } from './command.ts';
import type { Context, GlobalOptions } from './context.ts';

const groups: readonly CommandGroup[] = [
  addStartCommand,
  addDoctorCommand,
  addExchangeCommand,
  addEvidenceCommands,
  addOrganisationCommands,
  addKeyCommands,
  addMandateCommands,
  addLinkCommands,
  addNatsCommands,
  addAgreementCommands,
  addAdapterCommands,
  addLedgerCommands,
  addWitnessCommands,
  addSignalCommands,
  addCaseCommands,
  addTaskCommands,
  addBodyCommands,
  addNotificationCommands,
  addLessonCommands,
  addModelCommands,
  addTokenCommand,
  addWhoamiCommand,
  addBackupCommands,
];

/** The whole command line; settings made here are inherited by every command. */
export function createProgram(context: Context): Command {
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  const program = new Command('koppel')
    .description(
      'Governed exchange and shared cases between government partners: only what a signed agreement allows, and provably logged.',
    )
    .version(version)
    .option('--json', 'print one JSON document')
    .option('-y, --yes', 'do not ask')
    .option('--profile <name>', 'work as this client (default: KOPPEL_PROFILE, else "operator")')
    .option('--person <pseudonym>', 'work for this employee of the organisation (default: KOPPEL_PERSON, else nobody)')
    .option('--hub <url>', 'another hub than the one of the profile')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (words) => context.write(words),
      writeErr: (words) => context.writeError(words),
    })
    .showHelpAfterError('Add --help to see how.')
    .exitOverride()
    .hook('preAction', (_, command) => {
      context.options = command.optsWithGlobals<GlobalOptions>();
    });
  for (const add of groups) add(program, context);
  tab(program);
  describeCompletion(program);
  return withExamples(
    program,
    'start',
    'doctor',
    'agreements list --profile municipality',
    'cases list --mine --profile centre --person emp-coordinator',
    'ledger export | koppel ledger verify -',
  );
}

function describeCompletion(program: Command): void {
  const complete = program.commands.find((command) => command.name() === 'complete');
  if (complete)
    withExamples(
      complete,
      'complete bash > ~/.local/share/bash-completion/completions/koppel',
      'complete zsh > ~/.zfunc/_koppel',
    );
}
