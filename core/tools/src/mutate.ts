import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutantsOf, type Mutant } from './mutate/mutants.ts';
import { describeSurvivor, isSound, renderScores, scoresOf, type Outcome } from './mutate/score.ts';
import { targets, type Target } from './mutate/targets.ts';
import { passes } from './mutate/trial.ts';
import { repositoryRoot } from './workspaces.ts';

const help = `npm run mutate [-- options]

Changes one place of a source at a time (a comparison, a condition, a constant, a throw, a call) and runs the tests that must notice it. What is changed:
gate, views, ledger, link permissions and token checks (core/tools/src/mutate/targets.ts). Nothing is written into the tree.

  --each N     changes tried in each file, spread over it (20)
  --full       every change in every file
  --only TEXT  files whose path holds this
  --json       the last line is JSON: {tried, noticed, score, byPart, survivors}
  --help       this page

Examples:
  npm run mutate
  npm run mutate -- --only gate.ts --full
  npm run mutate -- --each 5 --json | tail -1

Ends with exit code 1 when less than 85 % were noticed.
`;

const atOnce = 2;

/** As many as asked for, at even distances. */
const spread = (mutants: readonly Mutant[], count: number): Mutant[] =>
  mutants.length <= count
    ? [...mutants]
    : Array.from({ length: count }, (_, place) => mutants[Math.floor((place * mutants.length) / count)] as Mutant);

interface Trial {
  readonly target: Target;
  readonly mutant: Mutant;
  readonly text: string;
}

async function trialsOf(target: Target, each: number): Promise<Trial[]> {
  const file = join(repositoryRoot, target.file);
  const text = await readFile(file, 'utf8');
  return spread(mutantsOf(file, text), each).map((mutant) => ({ target, mutant, text }));
}

async function run(trials: readonly Trial[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let trial = trials[next++]; trial !== undefined; trial = trials[next++]) {
      const { target, mutant, text } = trial;
      const isNoticed = !(await passes(target.tests, mutant));
      outcomes.push({ part: target.part, file: target.file, isNoticed, place: describeSurvivor(text, mutant) });
      if (!isNoticed) process.stderr.write(`not noticed: ${target.file}:${outcomes.at(-1)?.place ?? ''}\n`);
      if (outcomes.length % 25 === 0) process.stderr.write(`${outcomes.length} of ${trials.length}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      each: { type: 'string', default: '20' },
      full: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  if (!/^[1-9][0-9]{0,4}$/.test(values.each))
    throw new Error(`--each takes whole numbers from 1, not "${values.each}"`);
  const chosen = targets.filter(({ file }) => file.includes(values.only));
  for (const { file, tests } of chosen)
    if (!(await passes(tests))) throw new Error(`The tests of ${file} do not pass as it is: ${tests.join(' ')}`);
  const each = values.full ? Number.POSITIVE_INFINITY : Number(values.each);
  const trials = (await Promise.all(chosen.map((target) => trialsOf(target, each)))).flat();
  const scores = scoresOf(await run(trials));
  process.stdout.write(renderScores(scores));
  if (values.json) process.stdout.write(`${JSON.stringify(scores)}\n`);
  if (!isSound(scores)) process.exitCode = 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
