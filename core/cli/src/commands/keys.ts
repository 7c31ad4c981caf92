import { collect, withExamples, type CommandGroup } from '../command.ts';
import type { AddKeyOptions } from '../actions/add-key.ts';
import type { RotateOptions } from '../actions/rotate.ts';
import type { RegisteredKey } from '../registered-key.ts';
import { formatTable } from '../table.ts';

const addList: CommandGroup = (keys, context) => {
  const list = keys
    .command('list [oin]')
    .description('list the keys of an organisation (default: your own)')
    .action(async (oin?: string) => {
      const whose = oin ?? (await context.profile()).oin;
      const answer = await (await context.hub()).get<{ keys: readonly RegisteredKey[] }>(
        `/v1/organisations/${whose}/keys`,
      );
      const rows = answer.keys.map((key) => [key.kid, key.use, key.client ?? '', key.scopes.join(' '), key.status]);
      context.print(answer, () => formatTable(['KID', 'USE', 'CLIENT', 'SCOPES', 'STATUS'], rows));
    });
  withExamples(list, 'keys list', 'keys list 00000009999000000009 --json');
};

const addAdd: CommandGroup = (keys, context) => {
  const add = keys
    .command('add <oin>')
    .description('register a public key; makes the pair unless --public names one')
    .option(
      '--use <use>',
      '"client" lets a system in, "agreement" signs agreements, "evidence" what is asked',
      'client',
    )
    .option('--client <slug>', 'the system the key belongs to')
    .option('--scope <scope>', 'exchange, agreements, ledger, mandates, cases or operate; may be repeated', collect)
    .option('--public <file>', 'a public JSON Web Key that was made elsewhere')
    .option('--out <file>', 'where to keep the private key (default: in the home)')
    .option('--save-profile <name>', 'also write a profile that uses the key')
    .action(async (oin: string, options: AddKeyOptions) =>
      (await import('../actions/add-key.ts')).addKey(context, oin, options),
    );
  withExamples(
    add,
    'keys add 00000009999000000009 --client registry --scope exchange --save-profile registry',
    'keys add 00000009999000000009 --use agreement --public approver.jwk',
  );
};

const addRotate: CommandGroup = (keys, context) => {
  const rotate = keys
    .command('rotate [kind]')
    .description(
      'replace a key while everything runs: "organisation" that of the profile; for the operator, the hub\'s own: ' +
        'checkpoint, token, pseudonym, case or search; and "link" what signs credentials, where these are issued',
    )
    .option('--collaboration <slug>', 'whose key; for pseudonym, case and search')
    .option('--compromised', 'somebody else may have it: what it signs ends as soon as every node has the next')
    .option('--finish', 'for link: end what the former key signed; whoever was not renewed is cut off')
    .option('--server <url>', 'for link: a message server to tell, one of the cluster and each leaf node', collect)
    .action(async (kind: string | undefined, options: RotateOptions) =>
      (await import('../actions/rotate.ts')).rotate(context, kind ?? 'organisation', options),
    );
  withExamples(
    rotate,
    'keys rotate organisation --profile police --yes',
    'keys rotate checkpoint',
    'keys rotate case --collaboration example-region',
    'keys rotate link',
  );
};

const addStatus: CommandGroup = (keys, context) => {
  const status = keys
    .command('status')
    .description("the hub's own keys: which are in use, on their way, or still served; for its operator")
    .action(async () => (await import('../actions/show-hub-keys.ts')).showHubKeys(context));
  withExamples(status, 'keys status', 'keys status --json');
};

export const addKeyCommands: CommandGroup = (program, context) => {
  const keys = withExamples(
    program.command('keys').description('the public keys of organisations, and the keys of the hub itself'),
    'keys list',
  );
  for (const add of [addList, addAdd, addRotate, addStatus]) add(keys, context);
};
