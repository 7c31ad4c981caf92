import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutantsOf, type Mutant } from './mutate/mutants.ts';
import { describeSurvivor, isSound, renderScores, renderTarget, scoresOf, type Outcome } from './mutate/score.ts';
import { targets, type Target } from './mutate/targets.ts';
import { patienceMs, Trials } from './mutate/trial.ts';
import { repositoryRoot } from './workspaces.ts';

const help = `npm run mutate [-- options]

Changes one place of a source at a time (a comparison, a condition, a constant, a throw, a call) and runs the tests that must notice it. What is changed:
gate, views, ledger, link permissions and token checks (core/tools/src/mutate/targets.ts). Nothing is written into the tree.

  --each N     changes tried in each file, spread over it (20)
  --full       every change in every file
  --only TEXT  files whose path holds this
  --at-once N  changes tried at the same time (2)
  --json       the last line is JSON: {tried, noticed, score, byTarget, survivors}
  --help       this page

Examples:
  npm run mutate
  npm run mutate -- --only gate.ts --full
  npm run mutate -- --each 5 --json | tail -1

Ends with exit code 1 when less than 85 % were noticed in any file.
`;

/** As many as asked for, at even distances. */
const spread = (mutants: readonly Mutant[], count: number): Mutant[] =>
  mutants.length <= count
    ? [...mutants]
    : Array.from({ length: count }, (_, place) => mutants[Math.floor((place * mutants.length) / count)] as Mutant);

interface Extent {
  /** Changes tried in each file. */
  readonly each: number;
  readonly atOnce: number;
}

async function tryTarget(target: Target, { each, atOnce }: Extent): Promise<Outcome[]> {
  const file = join(repositoryRoot, target.file);
  const text = await readFile(file, 'utf8');
  const timeoutMs = patienceMs(await usualMs(target));
  const mutants = spread(mutantsOf(file, text), each);
  const outcomes: Outcome[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const trials = new Trials();
    for (let mutant = mutants[next++]; mutant !== undefined; mutant = mutants[next++]) {
      const isNoticed = !(await trials.passes(target.tests, mutant, timeoutMs));
      const place = describeSurvivor(text, mutant);
      outcomes.push({ part: target.part, file: target.file, isNoticed, place });
      if (!isNoticed) process.stderr.write(`not noticed: ${target.file}:${place}\n`);
    }
    trials.close();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

/** How long the tests of a target take when nothing is changed and the process that runs them is warm. */
async function usualMs({ file, tests }: Target): Promise<number> {
  const trials = new Trials();
  const isPassed = await trials.passes(tests);
  const start = performance.now();
  const isPassedAgain = await trials.passes(tests);
  trials.close();
  if (!isPassed || !isPassedAgain) throw new Error(`The tests of ${file} do not pass as it is: ${tests.join(' ')}`);
  return performance.now() - start;
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9][0-9]{0,4}$/.test(text)) throw new Error(`--${option} takes whole numbers from 1, not "${text}"`);
  return Number(text);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      each: { type: 'string', default: '20' },
      full: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      'at-once': { type: 'string', default: '2' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  const each = values.full ? Number.POSITIVE_INFINITY : wholeNumber('each', values.each);
  const extent = { each, atOnce: wholeNumber('at-once', values['at-once']) };
  const outcomes: Outcome[] = [];
  for (const target of targets.filter(({ file }) => file.includes(values.only))) {
    const own = await tryTarget(target, extent);
    process.stderr.write(`${renderTarget(scoresOf(own), target.file)}\n`);
    outcomes.push(...own);
  }
  const scores = scoresOf(outcomes);
  process.stdout.write(renderScores(scores));
  if (values.json) process.stdout.write(`${JSON.stringify(scores)}\n`);
  if (!isSound(scores)) process.exitCode = 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
