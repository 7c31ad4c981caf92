import { withExamples, type CommandGroup } from '../command.ts';
import type { ProcessCommand } from '../process/command-spec.ts';
import { addProcessCommands, documentHint } from '../process/process-command.ts';
import { rootCommands } from '../process/root-commands.ts';

const commands: readonly ProcessCommand[] = [
  {
    usage: 'submit [file]',
    description: `put a signal before a body, ${documentHint}`,
    method: 'POST',
    path: '/v1/signals',
    body: 'document',
    view: 'record',
    examples: ['signals submit signal.json --profile municipality --person emp-permit-officer'],
  },
  {
    usage: 'list',
    description: 'the signals that you may know of, the first deadline first',
    path: '/v1/signals',
    options: [
      ['--state <state>', 'only in this state'],
      ['--body <id>', 'only of this body'],
      ['--open', 'only what is not finished'],
    ],
    view: 'list',
    examples: ['signals list --open --person emp-coordinator', 'signals list --state submitted --json'],
  },
  {
    usage: 'show <id>',
    description: 'one signal, and what you can do now',
    path: '/v1/signals/{1}',
    view: 'record',
    examples: ['signals show <id> --person emp-coordinator'],
  },
  {
    usage: 'act <id> <action>',
    description: 'do what the reference model knows: triage, weigh, accept …',
    method: 'POST',
    path: '/v1/signals/{1}/transitions',
    body: 'action',
    view: 'record',
    examples: [
      'signals act <id> triage --reasons "Complete, and ours" --person emp-coordinator',
      'signals act <id> weigh --reasons "Serious enough" --input weighing.json --person emp-coordinator',
    ],
  },
  {
    usage: 'likenesses <id>',
    description: 'signals and cases with subjects in common; nothing is ever merged by the machine',
    path: '/v1/signals/{1}/likenesses',
    view: 'table',
    columns: [
      ['ID', 'root.id'],
      ['KIND', 'root.kind'],
      ['STATE', 'root.state'],
      ['SCORE', 'score'],
      ['VERDICT', 'verdict'],
      ['TITLE', 'root.title'],
    ],
    examples: ['signals likenesses <id> --person emp-coordinator'],
  },
  {
    usage: 'judge <id>',
    description: 'record whether a signal and something like it are about the same',
    method: 'POST',
    path: '/v1/signals/{1}/judgements',
    body: 'options',
    options: [
      ['--other <id>', 'the signal or case that is like it'],
      ['--verdict <verdict>', 'same or different'],
      ['--reasons <text>', 'why; name nobody'],
    ],
    view: 'record',
    examples: ['signals judge <id> --other <id> --verdict same --reasons "Same premises, same week"'],
  },
];

export const addSignalCommands: CommandGroup = (program, context) => {
  const signals = withExamples(
    program.command('signals').description('what partners noticed, and what becomes of it'),
    'signals list --open --person emp-coordinator',
  );
  addProcessCommands(signals, context, [...commands, ...rootCommands('signals')]);
};
