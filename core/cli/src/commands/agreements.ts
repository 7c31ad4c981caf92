import type { AgreementRecord } from '@koppel/contract';
import type { SignOptions } from '../actions/sign-with-profile.ts';
import { withExamples, type CommandGroup } from '../command.ts';
import type { Context } from '../context.ts';
import { formatTable } from '../table.ts';

interface StatusStep {
  readonly verb: string;
  readonly path: string;
  readonly description: string;
}

const statusSteps: readonly StatusStep[] = [
  { verb: 'suspend', path: 'suspension', description: 'suspend an agreement; it binds everywhere within two seconds' },
  { verb: 'resume', path: 'resumption', description: 'put a suspended agreement in force again' },
  { verb: 'revoke', path: 'revocation', description: 'end an agreement for good' },
];

const addList: CommandGroup = (agreements, context) => {
  const list = agreements
    .command('list')
    .description('list the agreements of your organisation')
    .option('--status <status>', 'draft, active, suspended or revoked')
    .action(async ({ status }: { status?: string }) => {
      const query = status === undefined ? '' : `?status=${encodeURIComponent(status)}`;
      const answer = await (await context.hub()).get<{ agreements: readonly AgreementRecord[] }>(
        `/v1/agreements${query}`,
      );
      context.print(answer, () =>
        formatTable(['ID', 'STATUS', 'OPERATION', 'PURPOSE', 'UNTIL'], answer.agreements.map(rowOf)),
      );
    });
  withExamples(list, 'agreements list --status active', 'agreements list --json --profile police');
};

const addShow: CommandGroup = (agreements, context) => {
  const show = agreements
    .command('show <id>')
    .description('show an agreement with its signatures')
    .action(async (id: string) => {
      const record = await (await context.hub()).get<AgreementRecord>(`/v1/agreements/${id}`);
      context.print(record, () => JSON.stringify(record, null, 2));
    });
  withExamples(show, 'agreements show 01938c5e-8c00-7000-8000-000000000001');
};

const addDraft: CommandGroup = (agreements, context) => {
  const draft = agreements
    .command('draft [file]')
    .description('propose an agreement, as JSON from a file or standard input')
    .action(async (file: string | undefined) => {
      const draftOf = context.placeOf(file);
      const record = await (await context.hub()).post<AgreementRecord>(
        '/v1/agreements',
        await context.readJson(draftOf),
      );
      context.print(
        record,
        () =>
          `Agreement ${record.agreement.id} is drafted. Next, by both organisations: koppel agreements sign ${record.agreement.id}`,
      );
    });
  withExamples(draft, 'agreements draft agreement.json', 'agreements draft - < agreement.json');
};

const addSign: CommandGroup = (agreements, context) => {
  const sign = agreements
    .command('sign <id>')
    .description('sign an agreement for your organisation; the second signature puts it in force')
    .requiredOption('--approver <pseudonym>', 'who approved; only your organisation knows who that is')
    .requiredOption('--role <role>', 'the function in which they approved')
    .requiredOption('--mandate <reference>', 'the mandate decision that lets this function sign')
    .action(async (id: string, options: SignOptions) =>
      (await import('../actions/sign-with-profile.ts')).signWithProfile(context, id, options),
    );
  withExamples(
    sign,
    'agreements sign <id> --approver app-20f1 --role director --mandate MB-2026-017 --profile municipality',
  );
};

const addStatusSteps: CommandGroup = (agreements, context) => {
  for (const step of statusSteps) {
    const command = agreements
      .command(`${step.verb} <id>`)
      .description(step.description)
      .requiredOption('--reason <text>', 'why; both organisations and the ledger will hold it')
      .action((id: string, { reason }: { reason: string }) => changeStatus(context, { ...step, id, reason }));
    withExamples(command, `agreements ${step.verb} <id> --reason "Advice of the lawfulness committee" --yes`);
  }
};

export const addAgreementCommands: CommandGroup = (program, context) => {
  const agreements = withExamples(
    program.command('agreements').description('what organisations agreed to exchange'),
    'agreements list',
  );
  for (const add of [addList, addShow, addDraft, addSign, addStatusSteps]) add(agreements, context);
};

const rowOf = ({ agreement, status }: AgreementRecord): string[] => [
  agreement.id,
  status,
  `${agreement.operation} (${agreement.mode})`,
  agreement.purpose.code,
  agreement.validity.until,
];

async function changeStatus(context: Context, step: StatusStep & { id: string; reason: string }): Promise<void> {
  if (step.verb === 'revoke') await context.confirm(`Agreement ${step.id} will end for good.`);
  const hub = await context.hub();
  const record = await hub.post<AgreementRecord>(`/v1/agreements/${step.id}/${step.path}`, { reason: step.reason });
  context.print(record, () => `Agreement ${step.id} is ${record.status}.`);
}
