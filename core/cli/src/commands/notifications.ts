import { withExamples, type CommandGroup } from '../command.ts';
import type { ProcessCommand } from '../process/command-spec.ts';
import { addProcessCommands } from '../process/process-command.ts';

const notifications: readonly ProcessCommand[] = [
  {
    usage: 'list',
    description: 'what you are told because of the roles that you hold, the latest first',
    path: '/v1/notifications',
    options: [['--unseen', 'only what you have not marked as seen']],
    view: 'table',
    columns: [
      ['ID', 'id'],
      ['AT (UTC)', 'at'],
      ['AS', 'role'],
      ['WHAT', 'type'],
      ['KIND', 'kind'],
      ['OF', 'stream'],
      ['SEEN', 'seen'],
    ],
    examples: ['notifications list --unseen --person emp-detective --profile police'],
  },
  {
    usage: 'seen <id>',
    description: 'mark one as seen by you; your colleagues still have it',
    method: 'POST',
    path: '/v1/notifications/{1}/seen',
    view: 'plain',
    examples: ['notifications seen <id> --person emp-detective --profile police'],
  },
];

export const addNotificationCommands: CommandGroup = (program, context) => {
  const group = program.command('notifications').description('what you are told because of your roles');
  addProcessCommands(withExamples(group, 'notifications list'), context, notifications);
};
