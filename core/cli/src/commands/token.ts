import type { CommandGroup } from '../command.ts';
import { withExamples } from '../command.ts';

export const addTokenCommand: CommandGroup = (program, context) => {
  const token = program
    .command('token')
    .description('print a new access token, for a tool that speaks HTTP itself')
    .action(async () => {
      const answer = await (await context.hub()).requestToken();
      context.print(answer, () => answer.access_token);
    });
  withExamples(token, 'token --profile police', 'token --json');
};
