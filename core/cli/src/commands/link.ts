import { resolve } from 'node:path';
import { collect, withExamples, type CommandGroup } from '../command.ts';
import { formatTable } from '../table.ts';

interface GrantOptions {
  readonly kind: 'adapter' | 'flow' | 'peer-hub';
  readonly out: string;
  readonly renew?: boolean;
}

const addGrant: CommandGroup = (link, context) => {
  const grant = link
    .command('grant <oin> <client>')
    .description('issue credentials to one system of an organisation')
    .requiredOption('--out <file>', 'where to write them; they are a secret of that system')
    .option('--kind <kind>', 'adapter, flow or peer-hub', 'adapter')
    .option('--renew', 'for a system that has credentials: new ones of the same kind, beside the former')
    .action(async (oin: string, client: string, { kind, out, renew }: GrantOptions) => {
      const file = resolve(out);
      const local = await import('@koppel/local');
      if (renew) await local.renewLinkCredentials(context.home, { oin, client, file });
      else await local.grantLinkCredentials(context.home, { oin, client, kind, file });
      context.print(
        { oin, client, ...(renew ? {} : { kind }), file },
        () => `The credentials of ${client} are in ${file}; hand them over by a safe way.`,
      );
    });
  withExamples(
    grant,
    'link grant 00000009999000000009 registry --out registry.creds',
    'link grant 00000009999000000009 registry --renew --out registry.creds',
  );
};

const addList: CommandGroup = (link, context) => {
  const list = link
    .command('list')
    .description('list the credentials that are not withdrawn, and which of them are to be renewed')
    .action(async () => {
      const { listLinkClients } = await import('@koppel/local');
      const clients = await listLinkClients(context.home);
      const rows = clients.map(({ oin, client, kind, grantedAt, isCurrent }) => [
        oin,
        client,
        kind,
        grantedAt,
        isCurrent ? 'present' : 'former: to be renewed',
      ]);
      context.print({ clients }, () => formatTable(['OIN', 'CLIENT', 'KIND', 'GRANTED', 'SIGNED BY KEY'], rows));
    });
  withExamples(list, 'link list', 'link list --json');
};

const addRevoke: CommandGroup = (link, context) => {
  const revoke = link
    .command('revoke <oin> <client>')
    .description('withdraw all credentials of a system; it is disconnected at once')
    .option('--server <url>', 'a message server to tell: one of the cluster, and each leaf node', collect)
    .action(async (oin: string, client: string, { server: servers = [] }: { readonly server?: readonly string[] }) => {
      await context.confirm(`${client} of ${oin} will be disconnected and cannot come back with these credentials.`);
      const { revokeLinkCredentials } = await import('@koppel/local');
      const revoked = await revokeLinkCredentials(context.home, { oin, client }, servers);
      context.print({ oin, client, revoked }, () => `${revoked} credentials of ${client} are withdrawn.`);
    });
  withExamples(revoke, 'link revoke 00000009999000000009 registry --yes');
};

export const addLinkCommands: CommandGroup = (program, context) => {
  const link = withExamples(
    program.command('link').description('who may connect to the link; works where the keys of the link are kept'),
    'link grant 00000009999000000009 registry --out registry.creds',
  );
  for (const add of [addGrant, addList, addRevoke]) add(link, context);
};
