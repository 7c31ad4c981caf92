import { withExamples, type CommandGroup } from '../command.ts';
import type { ProcessCommand } from '../process/command-spec.ts';
import { addProcessCommands } from '../process/process-command.ts';

const bodies: readonly ProcessCommand[] = [
  {
    usage: 'list',
    description: 'the bodies of which your organisation is a member',
    path: '/v1/bodies',
    view: 'table',
    columns: [
      ['ID', 'id'],
      ['LEVEL', 'level'],
      ['THEME', 'theme'],
      ['REGION', 'region'],
      ['ACTIVE', 'active'],
      ['TITLE', 'title'],
    ],
    examples: ['bodies list --person emp-chair --profile centre'],
  },
  {
    usage: 'show <id>',
    description: 'one body with its members',
    path: '/v1/bodies/{1}',
    view: 'plain',
    examples: ['bodies show <id> --profile centre'],
  },
  {
    usage: 'create [file]',
    description: 'set up a body, as JSON; for the operator',
    method: 'POST',
    path: '/v1/bodies',
    body: 'document',
    view: 'plain',
    examples: ['bodies create conference.json'],
  },
  {
    usage: 'members <id> [file]',
    description: 'let organisations join or leave, as JSON: add, remove, coordinator; for the operator',
    method: 'POST',
    path: '/v1/bodies/{1}/members',
    body: 'document',
    view: 'plain',
    examples: ['bodies members <id> change.json'],
  },
  {
    usage: 'close <id>',
    description: 'end a body: nothing new can be put before it; for the operator',
    method: 'POST',
    path: '/v1/bodies/{1}/closure',
    body: 'options',
    options: [['--reason <text>', 'why']],
    view: 'plain',
    examples: ['bodies close <id> --reason "Taken over by the neighbouring region"'],
  },
];

const conferences: readonly ProcessCommand[] = [
  {
    usage: 'list <body>',
    description: 'the meetings of a body, the first one first',
    path: '/v1/bodies/{1}/conferences',
    options: [['--open', 'only those that are not closed']],
    view: 'table',
    columns: [
      ['ID', 'id'],
      ['HELD AT (UTC)', 'content.heldAt'],
      ['STATE', 'state'],
      ['PLACE', 'content.place'],
    ],
    examples: ['conferences list <body> --open --person emp-coordinator --profile centre'],
  },
  {
    usage: 'show <id>',
    description: 'one meeting, with those items of its agenda that you may know of',
    path: '/v1/conferences/{1}',
    view: 'record',
    examples: ['conferences show <id> --person emp-coordinator'],
  },
  {
    usage: 'convene <body> [file]',
    description: 'convene a meeting, as JSON: heldAt, place, invited',
    method: 'POST',
    path: '/v1/bodies/{1}/conferences',
    body: 'document',
    view: 'record',
    examples: ['conferences convene <body> meeting.json --person emp-coordinator --profile centre'],
  },
  {
    usage: 'add <id> [file]',
    description: 'put a signal or case on the agenda, as JSON: kind, id, topic; the topic names nobody',
    method: 'POST',
    path: '/v1/conferences/{1}/agenda-items',
    body: 'document',
    view: 'plain',
    examples: ['conferences add <id> item.json --person emp-coordinator --profile centre'],
  },
  {
    usage: 'decide <id> [file]',
    description: 'write down what the meeting decided, as JSON: item, text, perhaps action',
    method: 'POST',
    path: '/v1/conferences/{1}/decisions',
    body: 'document',
    view: 'plain',
    examples: ['conferences decide <id> decision.json --person emp-chair --profile centre'],
  },
  {
    usage: 'attend <id> [file]',
    description: 'record who was there, the whole list each time, as JSON: attended, of oin, person and role',
    method: 'POST',
    path: '/v1/conferences/{1}/attendance',
    body: 'document',
    view: 'record',
    examples: ['conferences attend <id> attendance.json --person emp-coordinator --profile centre'],
  },
  {
    usage: 'close <id>',
    description: 'close a meeting; what it decided stays with the cases',
    method: 'POST',
    path: '/v1/conferences/{1}/closure',
    body: 'options',
    options: [['--reasons <text>', 'why; name nobody']],
    view: 'record',
    examples: ['conferences close <id> --reasons "The agenda is done" --person emp-chair'],
  },
];

const escalations: readonly ProcessCommand[] = [
  {
    usage: 'list',
    description: 'questions to the bodies in which you have a seat, the open ones unless told otherwise',
    path: '/v1/escalations',
    options: [['--open <boolean>', 'false: those that are decided']],
    view: 'list',
    examples: ['escalations list --person emp-steering-chair'],
  },
  {
    usage: 'show <id>',
    description: 'one question with its options and, once it is there, the decision',
    path: '/v1/escalations/{1}',
    view: 'record',
    examples: ['escalations show <id> --person emp-steering-chair'],
  },
  {
    usage: 'decide <id>',
    description: 'choose one of the options; it binds every level that passed the question on',
    method: 'POST',
    path: '/v1/escalations/{1}/decision',
    body: 'options',
    options: [
      ['--option <number>', 'the number of the option, counted from 1'],
      ['--reasons <text>', 'why; name nobody'],
    ],
    view: 'record',
    examples: ['escalations decide <id> --option 1 --reasons "The own means are not enough this quarter"'],
  },
  {
    usage: 'pass-on <id> [file]',
    description: 'pass a question on to the next level, as JSON: to, question, options, reasons',
    method: 'POST',
    path: '/v1/escalations/{1}/passage',
    body: 'document',
    view: 'record',
    examples: ['escalations pass-on <id> question.json --person emp-steering-chair'],
  },
];

export const addBodyCommands: CommandGroup = (program, context) => {
  const groups = [
    {
      name: 'bodies',
      description: 'where organisations meet: case conferences and those above',
      commands: bodies,
      example: 'bodies list',
    },
    {
      name: 'conferences',
      description: 'meetings of a body: agenda, attendance, decisions',
      commands: conferences,
      example: 'conferences list <body>',
    },
    {
      name: 'escalations',
      description: 'questions to the level above, and what it decided',
      commands: escalations,
      example: 'escalations list',
    },
  ];
  for (const { name, description, commands, example } of groups) {
    addProcessCommands(withExamples(program.command(name).description(description), example), context, commands);
  }
};
