import type { ProcessCommand } from '../process/command-spec.ts';
import { documentHint } from '../process/process-command.ts';

/** What people do in a case besides reading it. */
export const caseWork: readonly ProcessCommand[] = [
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
    usage: 'add-signal <id>',
    description: 'put one signal more under a case; its subjects become the case’s',
    method: 'POST',
    path: '/v1/cases/{1}/signals',
    body: 'options',
    options: [
      ['--signal <id>', 'the accepted signal'],
      ['--reasons <text>', 'why it belongs here; name nobody'],
    ],
    view: 'record',
    examples: ['cases add-signal <id> --signal <signal> --reasons "The same address" --person emp-coordinator'],
  },
  {
    usage: 'leave <id>',
    description: 'leave a case as a partner, or let one go as whoever is accountable; it is hidden from then on',
    method: 'POST',
    path: '/v1/cases/{1}/departures',
    body: 'options',
    options: [
      ['--oin <oin>', 'the organisation that leaves'],
      ['--reasons <text>', 'why; name nobody'],
    ],
    view: 'plain',
    examples: ['cases leave <id> --oin 00000009999000000004 --reasons "Our part is done" --person emp-analyst'],
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
    description:
      'what another version of the reference model would change for a case, and which states may take the place of those it lacks',
    path: '/v1/cases/{1}/model-differences',
    options: [['--to <id>', 'the version, as "koppel model history" tells it']],
    view: 'plain',
    examples: ['cases model-changes <id> --to <version> --person emp-chair'],
  },
  {
    usage: 'move-model <id> [file]',
    description:
      'move a case to the version of the model that is in force, as JSON: model, reasons, perhaps moves (within a phase only)',
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
