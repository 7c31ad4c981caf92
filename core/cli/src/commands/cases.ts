import { caseWork } from './case-work.ts';
import { withExamples, type CommandGroup } from '../command.ts';
import type { ProcessCommand } from '../process/command-spec.ts';
import { addProcessCommands, documentHint } from '../process/process-command.ts';
import { rootCommands } from '../process/root-commands.ts';

const reading: readonly ProcessCommand[] = [
  {
    usage: 'list',
    description: 'the cases that you may know of, the first deadline first',
    path: '/v1/cases',
    options: [
      ['--state <state>', 'only in this state'],
      ['--phase <phase>', 'only in this phase'],
      ['--body <id>', 'only of this body'],
      ['--open', 'only what is not finished'],
      ['--mine', 'only where your organisation has something to do'],
    ],
    view: 'list',
    examples: ['cases list --mine --person emp-detective --profile police'],
  },
  {
    usage: 'board <body>',
    description: 'the open signals and cases of one body, the first deadline first',
    path: '/v1/bodies/{1}/board',
    view: 'list',
    examples: ['cases board <body> --person emp-chair --profile centre'],
  },
  {
    usage: 'show <id>',
    description: 'one case, and what you can do now',
    path: '/v1/cases/{1}',
    view: 'record',
    examples: ['cases show <id> --person emp-coordinator --profile centre'],
  },
  {
    usage: 'plan <id>',
    description: 'every barrier, what can be done there and what is being done',
    path: '/v1/cases/{1}/plan',
    view: 'plan',
    examples: ['cases plan <id>'],
  },
  {
    usage: 'item <item>',
    description: 'one item with what it says; that you read it is logged',
    path: '/v1/items/{1}',
    view: 'plain',
    examples: ['cases item <item>'],
  },
  {
    usage: 'readings <item>',
    description: 'who read what a partner answered, for whoever keeps it and for the partner',
    path: '/v1/items/{1}/readings',
    view: 'table',
    columns: [
      ['AT (UTC)', 'at'],
      ['ORGANISATION', 'oin'],
      ['WHO', 'person'],
      ['ENTRY', 'ledgerIndex'],
    ],
    examples: ['cases readings <item> --person emp-chair --profile centre'],
  },
  {
    usage: 'tasks <id>',
    description: 'all tasks of a case, whoever owns them',
    path: '/v1/cases/{1}/tasks',
    view: 'list',
    examples: ['cases tasks <id> --person emp-coordinator'],
  },
  {
    usage: 'consultations <id>',
    description: 'who was consulted about a case, and what they answered',
    path: '/v1/cases/{1}/consultations',
    view: 'table',
    columns: [
      ['ID', 'id'],
      ['STEP', 'content.step'],
      ['ORGANISATION', 'owner'],
      ['AS', 'role'],
      ['STATE', 'state'],
      ['ANSWER', 'content.answer.answer'],
      ['IN WORDS', 'content.answer.text'],
    ],
    examples: ['cases consultations <id> --person emp-coordinator'],
  },
  {
    usage: 'request <request>',
    description: 'one question to a partner and what came of it',
    path: '/v1/information-requests/{1}',
    view: 'record',
    examples: ['cases request <request> --person emp-coordinator'],
  },
  {
    usage: 'retention',
    description: 'what will be locked or destroyed before a moment, the first first',
    path: '/v1/retention',
    options: [['--before <instant>', 'for example 2027-01-01T00:00:00Z']],
    view: 'table',
    columns: [
      ['AT (UTC)', 'at'],
      ['WHAT HAPPENS', 'next'],
      ['KIND', 'kind'],
      ['ID', 'id'],
      ['IN', 'root'],
    ],
    examples: ['cases retention --before 2027-01-01T00:00:00Z --person emp-coordinator'],
  },
  {
    usage: 'search [file]',
    description: `find signals and cases by words and by whom they are about, ${documentHint}`,
    method: 'POST',
    path: '/v1/searches',
    body: 'document',
    view: 'list',
    examples: ['cases search - < question.json'],
  },
];

export const addCaseCommands: CommandGroup = (program, context) => {
  const cases = withExamples(
    program.command('cases').description('work a case together, from signal to evaluation'),
    'cases list --mine --person emp-coordinator --profile centre',
  );
  addProcessCommands(cases, context, [...reading, ...caseWork, ...rootCommands('cases')]);
};
