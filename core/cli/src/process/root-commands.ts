import type { ProcessCommand } from './command-spec.ts';
import { documentHint } from './process-command.ts';

const requestColumns = [
  ['ID', 'id'],
  ['STATE', 'state'],
  ['ASKED', 'openedAt'],
  ['OF', 'owner'],
  ['OPERATION', 'content.operation'],
  ['MODE', 'content.mode'],
] as const;

type Plural = 'signals' | 'cases';

const steering = (plural: Plural): readonly ProcessCommand[] => [
  {
    usage: 'decline <id>',
    description: 'turn down what somebody proposed',
    method: 'POST',
    path: `/v1/${plural}/{1}/refusals`,
    body: 'options',
    options: [['--reasons <text>', 'why; name nobody']],
    view: 'record',
    examples: [`${plural} decline <id> --reasons "First ask the tax authority" --person emp-chair`],
  },
  {
    usage: 'add-subject <id> [file]',
    description: `add a person, an organisation or premises, ${documentHint}`,
    method: 'POST',
    path: `/v1/${plural}/{1}/subjects`,
    body: 'document',
    view: 'record',
    examples: [`${plural} add-subject <id> subject.json`],
  },
  {
    usage: 'change-role <id> <number>',
    description: 'give the subject with this number another role',
    method: 'POST',
    path: `/v1/${plural}/{1}/subjects/{2}/role`,
    body: 'options',
    options: [
      ['--role <role>', 'suspect, victim, third-party or convicted'],
      ['--reasons <text>', 'why; name nobody'],
    ],
    view: 'record',
    examples: [`${plural} change-role <id> 2 --role victim --reasons "Was forced, as the statement shows"`],
  },
];

const joining = (plural: Plural): readonly ProcessCommand[] => [
  {
    usage: 'join <id>',
    description: 'join a partner; from then on it knows of it and sees everything in it',
    method: 'POST',
    path: `/v1/${plural}/{1}/participants`,
    body: 'options',
    options: [
      ['--oin <oin>', 'the organisation'],
      ['--reasons <text>', 'why it is needed; name nobody'],
    ],
    view: 'record',
    examples: [`${plural} join <id> --oin 00000009999000000004 --reasons "Flows of money"`],
  },
];

const asking = (plural: Plural): readonly ProcessCommand[] => [
  {
    usage: 'ask <id> [file]',
    description: `ask a partner what the present step needs to know, under an agreement, ${documentHint}`,
    method: 'POST',
    path: `/v1/${plural}/{1}/information-requests`,
    body: 'document',
    view: 'record',
    examples: [`${plural} ask <id> request.json --person emp-coordinator --profile centre`],
  },
  {
    usage: 'requests <id>',
    description: 'what was asked of partners, and what came of it',
    path: `/v1/${plural}/{1}/information-requests`,
    view: 'table',
    columns: requestColumns,
    examples: [`${plural} requests <id> --person emp-coordinator`],
  },
];

const keeping = (plural: Plural): readonly ProcessCommand[] => [
  {
    usage: 'note <id> [file]',
    description: `write a note or document, ${documentHint}`,
    method: 'POST',
    path: `/v1/${plural}/{1}/items`,
    body: 'document',
    view: 'plain',
    examples: [`${plural} note <id> note.json`],
  },
  {
    usage: 'items <id>',
    description: 'notes, documents and answers with the terms under which they are kept',
    path: `/v1/${plural}/{1}/items`,
    view: 'items',
    examples: [`${plural} items <id>`],
  },
  {
    usage: 'extend <id>',
    description: 'keep it longer than its retention period, by whoever is accountable for keeping it',
    method: 'POST',
    path: `/v1/${plural}/{1}/retention-extensions`,
    body: 'options',
    options: [
      ['--until <instant>', 'until when, for example 2030-06-01T00:00:00Z'],
      ['--reasons <text>', 'why; name nobody'],
    ],
    view: 'plain',
    examples: [`${plural} extend <id> --until 2030-06-01T00:00:00Z --reasons "The appeal has not been heard yet"`],
  },
  {
    usage: 'chronology <id>',
    description: 'everything that happened, in the order of the ledger',
    path: `/v1/${plural}/{1}/chronology`,
    view: 'chronology',
    examples: [`${plural} chronology <id>`, `${plural} chronology <id> --json`],
  },
];

/** What can be done in a signal and in a case alike. */
export const rootCommands = (plural: Plural): readonly ProcessCommand[] => [
  ...steering(plural),
  ...joining(plural),
  ...asking(plural),
  ...keeping(plural),
];
