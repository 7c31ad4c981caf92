import { withExamples, type CommandGroup } from '../command.ts';
import { addModelSteps } from './model-steps.ts';

const addValidate: CommandGroup = (model, context) => {
  const validate = model
    .command('validate <file>')
    .description('look for faults in a model on this machine, without a hub; tells all of them')
    .action(async (file: string) => (await import('../actions/validate-model.ts')).validateModel(context, file));
  withExamples(validate, 'model validate reference-model.yaml', 'model validate - --json < reference-model.yaml');
};

const addDiff: CommandGroup = (model, context) => {
  const diff = model
    .command('diff <from> <to>')
    .description('what became different between two models; each a file or the id of a version')
    .action(async (from: string, to: string) =>
      (await import('../actions/compare-models.ts')).compareModels(context, from, to),
    );
  withExamples(
    diff,
    'model diff old.yaml new.yaml',
    'model diff 01938c5e-8c00-7000-8000-000000000001 reference-model.yaml',
  );
};

const addVocabulary: CommandGroup = (model, context) => {
  const vocabulary = model
    .command('vocabulary <model>')
    .description('the words of a model as SKOS (JSON-LD), from a file or the id of a version')
    .action(async (place: string) => (await import('../actions/show-vocabulary.ts')).showVocabulary(context, place));
  withExamples(vocabulary, 'model vocabulary reference-model.yaml > vocabulary.jsonld');
};

const addHistory: CommandGroup = (model, context) => {
  const history = model
    .command('history [model]')
    .description('the versions of your collaborations, newest first; of all models, or of one')
    .action(async (name: string | undefined) => (await import('../actions/list-models.ts')).listModels(context, name));
  withExamples(history, 'model history', 'model history undermining --person emp-7f3a91');
};

const addShow: CommandGroup = (model, context) => {
  const show = model
    .command('show <id>')
    .description('where a version stands, and who brought it there')
    .option('--out <file>', 'also write what it says to a file, as JSON')
    .action(async (id: string, { out }: { out?: string }) =>
      (await import('../actions/show-model.ts')).showModel(context, id, out),
    );
  withExamples(
    show,
    'model show 01938c5e-8c00-7000-8000-000000000001',
    'model show 01938c5e-8c00-7000-8000-000000000001 --out reference-model.json',
  );
};

const addThemes: CommandGroup = (model, context) => {
  const themes = model
    .command('themes')
    .description('the themes that are installed for your collaborations')
    .action(async () => (await import('../actions/list-themes.ts')).listThemes(context));
  withExamples(themes, 'model themes');
};

export const addModelCommands: CommandGroup = (program, context) => {
  const model = withExamples(
    program.command('model').description('the reference model: what the shared process is, and since when'),
    'model validate reference-model.yaml',
    'model history',
  );
  for (const add of [addValidate, addDiff, addVocabulary, addHistory, addShow, addThemes, addModelSteps])
    add(model, context);
};
