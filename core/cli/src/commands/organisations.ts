import { collect, withExamples, type CommandGroup } from '../command.ts';
import { formatTable } from '../table.ts';

interface Organisation {
  readonly oin: string;
  readonly name: string;
  readonly status: string;
  readonly collaborations: readonly string[];
}

export const addOrganisationCommands: CommandGroup = (program, context) => {
  const organisations = withExamples(
    program.command('organisations').description('the organisations of this hub'),
    'organisations list',
  );

  const list = organisations
    .command('list')
    .description('list the organisations')
    .action(async () => {
      const hub = await context.hub();
      const answer = await hub.get<{ organisations: readonly Organisation[] }>('/v1/organisations');
      const rows = answer.organisations.map((one) => [one.oin, one.name, one.status, one.collaborations.join(', ')]);
      context.print(answer, () => formatTable(['OIN', 'NAME', 'STATUS', 'COLLABORATIONS'], rows));
    });
  withExamples(list, 'organisations list', 'organisations list --json');

  const add = organisations
    .command('add <oin>')
    .description('register an organisation; for the operator of the hub')
    .requiredOption('--name <name>', 'its name, as others will read it')
    .option('--collaboration <slug>', 'a collaboration it takes part in; may be repeated', collect)
    .action(async (oin: string, { name, collaboration = [] }: { name: string; collaboration?: string[] }) => {
      const hub = await context.hub();
      const answer = await hub.post<Organisation>('/v1/organisations', { oin, name, collaborations: collaboration });
      context.print(answer, () => `${answer.name} (${answer.oin}) is registered. Next: koppel keys add ${answer.oin}`);
    });
  withExamples(add, 'organisations add 00000009999000000009 --name "Voorbeeldstad" --collaboration example-region');
};
