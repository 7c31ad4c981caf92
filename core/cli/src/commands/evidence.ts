import type { ProveOptions } from '../actions/prove-exchange.ts';
import { collect, withExamples, type CommandGroup } from '../command.ts';

const addProve: CommandGroup = (evidence, context) => {
  const prove = evidence
    .command('prove')
    .description('make a bundle that proves to anybody what was asked and answered; it holds both')
    .requiredOption('--file <file>', 'what was kept of the exchange')
    .option('--exchange <id>', 'the exchange, when the file does not name it')
    .option('--request <file>', 'the question as JSON, when the file does not hold it')
    .option('--reply <file>', '{"content": …} or {"hit": …} as JSON, when the file does not hold it')
    .option('--out <file>', 'a file instead of standard output')
    .action(async (options: ProveOptions) =>
      (await import('../actions/prove-exchange.ts')).proveExchange(context, options),
    );
  withExamples(
    prove,
    'evidence prove --file evidence/01938c5e-8c00-7000-8000-000000000003.json --out bundle.json',
    'evidence prove --profile municipality --file kept.json --request question.json --reply answer.json',
  );
};

const addCheck: CommandGroup = (evidence, context) => {
  const check = evidence
    .command('check <file>')
    .description('check a bundle on this machine, without asking or trusting anybody')
    .option('--vkey <vkey>', "the log's verifier key, as you know it from elsewhere; may be repeated", collect)
    .action(async (file: string, { vkey }: { vkey?: readonly string[] }) =>
      (await import('../actions/check-evidence.ts')).checkBundle(context, file, vkey ?? []),
    );
  withExamples(check, "evidence check bundle.json --vkey 'ledger.example/north+9403b1b2+ASVr…'");
};

export const addEvidenceCommands: CommandGroup = (program, context) => {
  const evidence = withExamples(
    program.command('evidence').description('proof of exchanges under agreements with signed evidence'),
    'evidence check bundle.json',
  );
  for (const add of [addProve, addCheck]) add(evidence, context);
};
