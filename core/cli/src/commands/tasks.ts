import { withExamples, type CommandGroup } from '../command.ts';
import type { ProcessCommand } from '../process/command-spec.ts';
import { addProcessCommands, documentHint } from '../process/process-command.ts';

const actOn = (path: string, example: string): ProcessCommand => ({
  usage: 'act <id> <action>',
  description: 'do what the reference model knows',
  method: 'POST',
  path,
  body: 'action',
  view: 'record',
  examples: [example],
});

const tasks: readonly ProcessCommand[] = [
  {
    usage: 'list',
    description: 'what your organisation has to do in your roles, the first deadline first',
    path: '/v1/tasks',
    options: [
      ['--case <id>', 'only of this case'],
      ['--overdue', 'only what is late'],
      ['--unowned', 'what nobody has taken yet; "tasks assign" takes it'],
    ],
    view: 'list',
    examples: [
      'tasks list --unowned --person emp-detective --profile police',
      'tasks list --person emp-detective --profile police',
    ],
  },
  {
    usage: 'show <id>',
    description: 'one task, with the time that it was on each side',
    path: '/v1/tasks/{1}',
    view: 'record',
    examples: ['tasks show <id>'],
  },
  {
    usage: 'open <case> [file]',
    description: `open a task in a case, ${documentHint}`,
    method: 'POST',
    path: '/v1/cases/{1}/tasks',
    body: 'document',
    view: 'record',
    examples: ['tasks open <case> task.json'],
  },
  {
    usage: 'assign <id>',
    description: 'take a task or give it to a colleague; without --assignee it is for everybody with its role',
    method: 'POST',
    path: '/v1/tasks/{1}/assignment',
    body: 'options',
    options: [['--assignee <pseudonym>', 'the colleague']],
    view: 'record',
    examples: ['tasks assign <id> --assignee emp-detective --person emp-detective --profile police'],
  },
  actOn('/v1/tasks/{1}/transitions', 'tasks act <id> accept --reasons "Ours" --person emp-detective'),
];

const interventions: readonly ProcessCommand[] = [
  {
    usage: 'list',
    description: 'interventions of your organisation, or all of one case',
    path: '/v1/interventions',
    options: [['--case <id>', 'all of this case']],
    view: 'list',
    examples: ['interventions list --case <id>'],
  },
  {
    usage: 'show <id>',
    description: 'one intervention with its result',
    path: '/v1/interventions/{1}',
    view: 'record',
    examples: ['interventions show <id>'],
  },
  actOn(
    '/v1/interventions/{1}/transitions',
    'interventions act <id> complete --reasons "Closed for three months" --input result.json',
  ),
];

const consultations: readonly ProcessCommand[] = [
  {
    usage: 'list',
    description: 'open questions to your organisation in your roles',
    path: '/v1/consultations',
    view: 'list',
    examples: ['consultations list --person emp-detective --profile police'],
  },
  {
    usage: 'show <id>',
    description: 'one consultation with its answer',
    path: '/v1/consultations/{1}',
    view: 'record',
    examples: ['consultations show <id> --person emp-detective'],
  },
  {
    usage: 'answer <id>',
    description: 'answer for your organisation',
    method: 'POST',
    path: '/v1/consultations/{1}/answer',
    body: 'options',
    options: [
      ['--answer <answer>', 'agree, object or advice'],
      ['--text <text>', 'in your own words; name nobody'],
    ],
    view: 'record',
    examples: ['consultations answer <id> --answer agree --text "We have the capacity"'],
  },
];

export const addTaskCommands: CommandGroup = (program, context) => {
  const groups = [
    { name: 'tasks', description: 'what there is to do, and whose turn it is', commands: tasks },
    { name: 'interventions', description: 'what partners do about a barrier', commands: interventions },
    { name: 'consultations', description: 'what partners are asked for advice on', commands: consultations },
  ];
  for (const { name, description, commands } of groups) {
    const group = withExamples(program.command(name).description(description), `${name} list`);
    addProcessCommands(group, context, commands);
  }
};
