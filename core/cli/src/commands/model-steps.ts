import { withExamples, type CommandGroup } from '../command.ts';
import type { Context } from '../context.ts';
import type { ModelStep } from '../actions/take-model-step.ts';

const exampleId = '01938c5e-8c00-7000-8000-000000000001';

const take = async (context: Context, step: ModelStep): Promise<void> =>
  (await import('../actions/take-model-step.ts')).takeModelStep(context, step);

const addDraft: CommandGroup = (model, context) => {
  const draft = model
    .command('draft <source>')
    .description(
      'draft a version: a file (YAML or JSON), or the package name of an installed theme; to go back, draft old content under a higher number',
    )
    .requiredOption('--collaboration <slug>', 'whose model it is')
    .action(async (source: string, { collaboration }: { collaboration: string }) =>
      (await import('../actions/draft-model.ts')).draftModel(context, source, collaboration),
    );
  withExamples(
    draft,
    'model draft reference-model.yaml --collaboration example-region --person emp-7f3a91',
    'model draft @koppel/theme-undermining --collaboration example-region --person emp-7f3a91',
  );
};

const addPropose: CommandGroup = (model, context) => {
  const propose = model
    .command('propose <id>')
    .description('put a drafted version before the accountable body')
    .action((id: string) =>
      take(context, { id, path: 'proposal', next: () => `Next, by somebody else: koppel model approve ${id}` }),
    );
  withExamples(propose, `model propose ${exampleId} --person emp-7f3a91`);
};

const verdicts = [
  { verb: 'approve', outcome: 'approved', description: 'record that the accountable body approved a proposed version' },
  { verb: 'reject', outcome: 'rejected', description: 'record that the accountable body rejected a proposed version' },
] as const;

const addVerdicts: CommandGroup = (model, context) => {
  for (const { verb, outcome, description } of verdicts) {
    const verdict = model
      .command(`${verb} <id>`)
      .description(description)
      .requiredOption('--reasons <text>', 'why; the partners will read it')
      .action((id: string, { reasons }: { reasons: string }) =>
        take(context, {
          id,
          path: 'decision',
          body: { outcome, reasons },
          question: `will be ${outcome}.`,
          next: () => (outcome === 'approved' ? `Next: koppel model apply ${id}` : ''),
        }),
      );
    withExamples(
      verdict,
      `model ${verb} ${exampleId} --reasons "Steering group of 12 January" --person emp-20f1 --yes`,
    );
  }
};

const addApply: CommandGroup = (model, context) => {
  const apply = model
    .command('apply <id>')
    .description('bring an approved version into force; cases stay on their version until they are moved')
    .option('--from <instant>', 'from when, in UTC (default: at once)')
    .requiredOption('--reasons <text>', 'why then; the partners will read it')
    .action((id: string, body: { from?: string; reasons: string }) =>
      take(context, {
        id,
        path: 'application',
        body,
        question: `will be in force from ${body.from ?? 'now'}.`,
        next: ({ application }) => `It is in force from ${application?.from}.`,
      }),
    );
  withExamples(
    apply,
    `model apply ${exampleId} --reasons "As decided" --person emp-20f1 --yes`,
    `model apply ${exampleId} --from 2027-01-01T00:00:00Z --reasons "From the new year" --person emp-20f1 --yes`,
  );
};

export const addModelSteps: CommandGroup = (model, context) => {
  for (const add of [addDraft, addPropose, addVerdicts, addApply]) add(model, context);
};
