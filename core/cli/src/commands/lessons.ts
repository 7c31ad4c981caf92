import { withExamples, type CommandGroup } from '../command.ts';
import type { ProcessCommand } from '../process/command-spec.ts';
import { addProcessCommands } from '../process/process-command.ts';

const lessons: readonly ProcessCommand[] = [
  {
    usage: 'list',
    description: 'lessons that cases put forward, the newest first',
    path: '/v1/lessons',
    options: [
      ['--status <status>', 'open, adopted or declined'],
      ['--model <id>', 'those that were taken into this version of the model'],
    ],
    view: 'table',
    columns: [
      ['ID', 'id'],
      ['AT (UTC)', 'proposedAt'],
      ['STATUS', 'status'],
      ['LESSON', 'text'],
      ['CHANGE', 'change'],
    ],
    examples: ['lessons list --status open --person emp-quality-officer --profile centre'],
  },
  {
    usage: 'decide <id>',
    description: 'take a lesson into a version of the reference model, or decline it',
    method: 'POST',
    path: '/v1/lessons/{1}/decision',
    body: 'options',
    options: [
      ['--outcome <outcome>', 'adopted or declined'],
      ['--model <id>', 'the version in which it is taken, where adopted'],
      ['--reasons <text>', 'why; name nobody'],
    ],
    view: 'plain',
    examples: ['lessons decide <id> --outcome declined --reasons "The catalogue has this already"'],
  },
];

export const addLessonCommands: CommandGroup = (program, context) => {
  const group = program.command('lessons').description('what cases taught, for whoever writes the reference model');
  addProcessCommands(withExamples(group, 'lessons list'), context, lessons);
};
