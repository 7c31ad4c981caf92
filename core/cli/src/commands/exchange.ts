import type { ExchangeReply, ExchangeRequest } from '@koppel/contract';
import { collect, withExamples, type CommandGroup } from '../command.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';

interface ExchangeOptions {
  readonly agreement: string;
  readonly purpose: string;
  readonly actor: string;
  readonly role: string;
  readonly mode?: string;
  readonly subjectRole?: string;
  readonly case?: string;
  readonly prerequisite?: readonly string[];
  readonly deadline?: string;
  readonly request: string;
  readonly idempotencyKey?: string;
  readonly evidenceDir?: string;
}

export const addExchangeCommand: CommandGroup = (program, context) => {
  const exchange = program
    .command('exchange <operation>')
    .description('ask a partner what an agreement allows')
    .requiredOption('--agreement <id>', 'the agreement that allows it')
    .requiredOption('--purpose <code>', 'the purpose, as the agreement names it')
    .requiredOption('--actor <pseudonym>', 'for whom you ask; only your organisation knows who that is')
    .requiredOption('--role <role>', 'the role in which they ask')
    .option(
      '--request <file>',
      'the question as JSON; "-" is standard input, which leaves no trace in the history',
      '-',
    )
    .option('--mode <mode>', 'content, or match for hit or no hit only')
    .option('--subject-role <role>', 'whom the question is about: suspect, victim, third-party, convicted')
    .option('--case <id>', 'the signal or case of the organisation that it is for; people ask with "koppel cases ask"')
    .option('--prerequisite <kind=reference>', 'what the agreement asks for first; may be repeated', collect)
    .option('--deadline <ms>', 'how long to wait')
    .option('--idempotency-key <key>', 'a key nobody can guess, so that a repeated question is recognised')
    .option(
      '--evidence-dir <folder>',
      'where to keep what proves this exchange, when its agreement asks for evidence (default: in the home)',
    )
    .action((operation: string, options: ExchangeOptions) => ask(context, operation, options));
  withExamples(
    exchange,
    'exchange municipality.find-residents --agreement <id> --purpose prevent-and-detect-offences --actor emp-7f3a91 --role analyst --request question.json',
    'exchange police.match-subject --agreement <id> --purpose prevent-and-detect-offences --actor emp-7f3a91 --role analyst --mode match < question.json',
  );
};

async function ask(context: Context, operation: string, options: ExchangeOptions): Promise<void> {
  const question = { ...envelope(operation, options), request: await context.readJson(options.request) };
  const headers = options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey };
  const { evidenceKeyFile } = await context.profile();
  if (evidenceKeyFile !== undefined) {
    const { askSigned } = await import('../actions/ask-signed.ts');
    const { reply, file } = await askSigned(context, {
      question,
      headers,
      evidenceKeyFile,
      folder: options.evidenceDir,
    });
    return context.print(file === null ? reply : { ...reply, evidenceFile: file }, () =>
      [describeReply(context, reply), ...(file === null ? [] : [`${context.paint('bold', 'Evidence')} ${file}`])].join(
        '\n',
      ),
    );
  }
  if (options.evidenceDir !== undefined) {
    throw new UsageError(
      `Profile "${context.profileName}" holds no key that signs evidence; name one in its "evidenceKeyFile".`,
    );
  }
  const reply = await (await context.hub()).post<ExchangeReply>('/v1/exchanges', question, headers);
  context.print(reply, () => describeReply(context, reply));
}

function envelope(operation: string, options: ExchangeOptions): Omit<ExchangeRequest, 'request'> {
  const { agreement, purpose, actor, role, mode, subjectRole, prerequisite, deadline } = options;
  const optional = {
    mode,
    subjectRole,
    case: options.case,
    prerequisites: prerequisite?.map(parsePrerequisite),
    deadlineMs: deadline === undefined ? undefined : Number(deadline),
  };
  // What is undefined is left out when it becomes JSON; whether a word is known is for the hub to say.
  return { agreement, operation, purpose, actor: { id: actor, role }, ...optional } as Omit<ExchangeRequest, 'request'>;
}

function parsePrerequisite(text: string): { kind: string; reference: string } {
  const [kind, reference] = text.split('=', 2);
  if (!kind || !reference) throw new UsageError('A prerequisite is written <kind>=<reference>.');
  return { kind, reference };
}

function describeReply(context: Context, reply: ExchangeReply): string {
  const match = reply.hit === true ? 'hit' : 'no hit';
  const released = reply.mode === 'match' ? match : JSON.stringify(reply.content, null, 2);
  return [
    `${context.paint('bold', 'Released')} ${released}`,
    `${context.paint('bold', 'Withheld')} ${reply.withheld.join(', ') || 'nothing'}`,
    `${context.paint('bold', 'Keep it')} ${reply.terms.retention.days} days at most; secrecy: ${reply.terms.secrecy.join(', ') || 'none'}`,
    `${context.paint('bold', 'Logged')} question ${reply.ledger.requestIndex}, answer ${reply.ledger.replyIndex}`,
  ].join('\n');
}
