import { withExamples, type CommandGroup } from '../command.ts';
import { addProcessCommands, documentHint, type ProcessCommand } from '../process/process-command.ts';
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

const working: readonly ProcessCommand[] = [
  {
    usage: 'open [file]',
    description: `open a case on accepted signals, ${documentHint}`,
    method: 'POST',
    path: '/v1/cases',
    body: 'document',
    view: 'record',
    examples: ['cases open case.json --person emp-coordinator --profile centre'],
  },
  {
    usage: 'act <id> <action>',
    description: 'do what the reference model knows: weigh, approve, close …',
    method: 'POST',
    path: '/v1/cases/{1}/transitions',
    body: 'action',
    view: 'record',
    examples: [
      'cases act <id> enrich --reasons "The picture is complete" --person emp-coordinator',
      'cases act <id> approve --reasons "Worth our joint effort" --propose --person emp-coordinator',
    ],
  },
  {
    usage: 'consult <id>',
    description: 'ask everybody whom the reference model wants to be consulted in a step',
    method: 'POST',
    path: '/v1/cases/{1}/consultations',
    body: 'options',
    options: [
      ['--step <step>', 'the step of the process'],
      ['--question <text>', 'the question; name nobody'],
    ],
    view: 'list',
    examples: ['cases consult <id> --step weigh-case --question "Do you agree with taking this up together?"'],
  },
  {
    usage: 'propose <id> [file]',
    description: 'put an intervention of the catalogue into the plan, as JSON: type, owner, aim, reasons',
    method: 'POST',
    path: '/v1/cases/{1}/interventions',
    body: 'document',
    view: 'record',
    examples: ['cases propose <id> intervention.json'],
  },
  {
    usage: 'escalate <id> [file]',
    description: 'put a question before the body above, as JSON: to, question, options',
    method: 'POST',
    path: '/v1/cases/{1}/escalations',
    body: 'document',
    view: 'plain',
    examples: ['cases escalate <id> question.json --person emp-chair --profile centre'],
  },
  {
    usage: 'model-changes <id>',
    description: 'what another version of the reference model would change for a case',
    path: '/v1/cases/{1}/model-differences',
    options: [['--to <id>', 'the version, as "koppel model history" tells it']],
    view: 'plain',
    examples: ['cases model-changes <id> --to <version> --person emp-chair'],
  },
  {
    usage: 'move-model <id> [file]',
    description: 'move a case to the version of the model that is in force, as JSON: model, reasons, perhaps moves',
    method: 'POST',
    path: '/v1/cases/{1}/model-moves',
    body: 'document',
    view: 'plain',
    examples: ['cases move-model <id> move.json --person emp-chair --profile centre'],
  },
  {
    usage: 'extend-item <item>',
    description: 'keep an item with a clock of its own longer; never longer than its agreement and its case',
    method: 'POST',
    path: '/v1/items/{1}/retention-extensions',
    body: 'options',
    options: [
      ['--until <instant>', 'until when, for example 2027-06-01T00:00:00Z'],
      ['--reasons <text>', 'why; name nobody'],
    ],
    view: 'plain',
    examples: ['cases extend-item <item> --until 2027-06-01T00:00:00Z --reasons "Needed at the hearing in May"'],
  },
  {
    usage: 'lesson <id> [file]',
    description:
      'put a lesson of the evaluation before those who write the reference model, as JSON: decision, index, text, change',
    method: 'POST',
    path: '/v1/cases/{1}/lessons',
    body: 'document',
    view: 'plain',
    examples: ['cases lesson <id> lesson.json'],
  },
];

export const addCaseCommands: CommandGroup = (program, context) => {
  const cases = withExamples(
    program.command('cases').description('work a case together, from signal to evaluation'),
    'cases list --mine --person emp-coordinator --profile centre',
  );
  addProcessCommands(cases, context, [...reading, ...working, ...rootCommands('cases')]);
};
