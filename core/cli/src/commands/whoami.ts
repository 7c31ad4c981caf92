import { withExamples, type CommandGroup } from '../command.ts';
import { describeLimits } from '../mandate.ts';
import { formatTable } from '../table.ts';

interface Me {
  readonly oin: string;
  readonly client: string;
  readonly person?: string;
  readonly scopes: readonly string[];
  readonly mandates: readonly {
    readonly role: string;
    readonly level: string;
    readonly collaboration: string;
    readonly themes: readonly string[];
    readonly regions: readonly string[];
  }[];
}

export const addWhoamiCommand: CommandGroup = (program, context) => {
  const whoami = program
    .command('whoami')
    .description('as whom the hub knows you, and what you are mandated to now')
    .action(async () => {
      const me = await (await context.hub()).get<Me>('/v1/me');
      context.print(me, () => describeMe(me));
    });
  withExamples(whoami, 'whoami --profile police', 'whoami --profile police --person emp-7f3a91');
};

function describeMe({ oin, client, person, scopes, mandates }: Me): string {
  const system = `${client} of ${oin}, allowed ${scopes.join(' ')}`;
  if (person === undefined) return `The system ${system}.`;
  if (mandates.length === 0) return `${person}, through ${system}. No mandate is in force.`;
  const rows = mandates.map(({ role, level, collaboration, themes, regions }) => [
    role,
    level,
    collaboration,
    describeLimits(themes, regions),
  ]);
  return `${person}, through ${system}.\n${formatTable(['ROLE', 'LEVEL', 'COLLABORATION', 'LIMITS'], rows)}`;
}
