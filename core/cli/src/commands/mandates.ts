import type { GiveMandateOptions } from '../actions/give-mandate.ts';
import type { ListMandatesOptions } from '../actions/list-mandates.ts';
import { collect, withExamples, type CommandGroup } from '../command.ts';
import type { Mandate } from '../mandate.ts';

const addGive: CommandGroup = (mandates, context) => {
  const give = mandates
    .command('give <pseudonym>')
    .description('mandate somebody of your organisation to a role; only your organisation knows who that is')
    .requiredOption('--role <role>', 'a role of the reference model, or model-editor or model-approver')
    .requiredOption('--level <level>', 'operational, policy or strategic')
    .requiredOption('--collaboration <slug>', 'where')
    .requiredOption('--decision <reference>', 'the decision by which it is given')
    .requiredOption('--until <instant>', 'when it ends, for example 2028-01-01T00:00:00Z; four years at most')
    .option('--from <instant>', 'when it begins (default: now)')
    .option('--theme <slug>', 'only for this theme; may be repeated (default: every theme)', collect)
    .option('--region <slug>', 'only for this region; may be repeated (default: every region)', collect)
    .option('--substitute-of <id>', 'the mandate whose holder they stand in for')
    .action(async (person: string, options: GiveMandateOptions) =>
      (await import('../actions/give-mandate.ts')).giveMandate(context, person, options),
    );
  withExamples(
    give,
    'mandates give emp-7f3a91 --role case-chair --level operational --collaboration example-region --decision MB-2026-017 --until 2028-01-01T00:00:00Z',
    'mandates give emp-20b8c4 --role case-chair --level operational --collaboration example-region --decision MB-2026-018 --until 2026-09-01T00:00:00Z --substitute-of <id>',
  );
};

const addList: CommandGroup = (mandates, context) => {
  const list = mandates
    .command('list')
    .description('list the mandates of your organisation, the newest first; of a person their own')
    .option('--role <role>', 'only to this role')
    .option('--level <level>', 'only on this level')
    .option('--status <status>', 'active or revoked')
    .option('--limit <number>', 'so many at once, 200 at most')
    .option('--after <cursor>', 'go on where an earlier list ended')
    .action(async (options: ListMandatesOptions) =>
      (await import('../actions/list-mandates.ts')).listMandates(context, options),
    );
  withExamples(list, 'mandates list --status active', 'mandates list --role case-chair --json');
};

const addShow: CommandGroup = (mandates, context) => {
  const show = mandates
    .command('show <id>')
    .description('show a mandate')
    .action(async (id: string) => {
      const mandate = await (await context.hub()).get<Mandate>(`/v1/mandates/${id}`);
      context.print(mandate, () => JSON.stringify(mandate, null, 2));
    });
  withExamples(show, 'mandates show 01938c5e-8c00-7000-8000-000000000001');
};

const addRevoke: CommandGroup = (mandates, context) => {
  const revoke = mandates
    .command('revoke <id>')
    .description('revoke a mandate, and with it its substitutions; it binds at once and for good')
    .requiredOption('--reason <text>', 'why; your organisation and the operator can read it')
    .action(async (id: string, { reason }: { reason: string }) => {
      await context.confirm(`Mandate ${id} will end for good.`);
      const mandate = await (await context.hub()).post<Mandate>(`/v1/mandates/${id}/revocation`, { reason });
      context.print(mandate, () => `Mandate ${id} is ${mandate.status}.`);
    });
  withExamples(revoke, 'mandates revoke <id> --reason "Left the department" --yes');
};

export const addMandateCommands: CommandGroup = (program, context) => {
  const mandates = withExamples(
    program.command('mandates').description('who may act for your organisation, in which role'),
    'mandates list',
  );
  for (const add of [addGive, addList, addShow, addRevoke]) add(mandates, context);
};
