import { resolve } from 'node:path';
import { withExamples, type CommandGroup } from '../command.ts';

interface GrantOptions {
  readonly kind: 'adapter' | 'flow' | 'peer-hub';
  readonly out: string;
}

export const addLinkCommands: CommandGroup = (program, context) => {
  const link = withExamples(
    program.command('link').description('who may connect to the link; works where the keys of the link are kept'),
    'link grant 00000009999000000009 registry --out registry.creds',
  );

  const grant = link
    .command('grant <oin> <client>')
    .description('issue credentials to one system of an organisation')
    .requiredOption('--out <file>', 'where to write them; they are a secret of that system')
    .option('--kind <kind>', 'adapter, flow or peer-hub', 'adapter')
    .action(async (oin: string, client: string, { kind, out }: GrantOptions) => {
      const file = resolve(out);
      const { grantLinkCredentials } = await import('@koppel/local');
      await grantLinkCredentials(context.home, { oin, client, kind, file });
      context.print(
        { oin, client, kind, file },
        () => `The credentials of ${client} are in ${file}; hand them over by a safe way.`,
      );
    });
  withExamples(grant, 'link grant 00000009999000000009 registry --out registry.creds');

  const revoke = link
    .command('revoke <oin> <client>')
    .description('withdraw all credentials of a system; it is disconnected at once')
    .action(async (oin: string, client: string) => {
      await context.confirm(`${client} of ${oin} will be disconnected and cannot come back with these credentials.`);
      const { revokeLinkCredentials } = await import('@koppel/local');
      const revoked = await revokeLinkCredentials(context.home, { oin, client });
      context.print({ oin, client, revoked }, () => `${revoked} credentials of ${client} are withdrawn.`);
    });
  withExamples(revoke, 'link revoke 00000009999000000009 registry --yes');
};
