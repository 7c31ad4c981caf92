import type { Mutant } from './mutants.ts';

export interface Outcome {
  readonly part: string;
  readonly file: string;
  readonly isNoticed: boolean;
  readonly place: string;
}

interface Count {
  readonly tried: number;
  readonly noticed: number;
}

export interface Scores extends Count {
  readonly score: number;
  /** By the file that was changed. */
  readonly byTarget: Readonly<Record<string, Count & { readonly part: string }>>;
  /** `file:line: what → change` of each change that no test noticed. */
  readonly survivors: readonly string[];
}

const goal = 0.85;

export function scoresOf(outcomes: readonly Outcome[]): Scores {
  const byTarget = Object.fromEntries(
    Object.entries(Object.groupBy(outcomes, ({ file }) => file)).map(([file, own = []]) => [
      file,
      { part: own[0]?.part ?? '', ...countOf(own) },
    ]),
  );
  const { tried, noticed } = countOf(outcomes);
  const survivors = outcomes.filter(({ isNoticed }) => !isNoticed).map(({ file, place }) => `${file}:${place}`);
  return {
    tried,
    noticed,
    score: noticed / tried,
    byTarget,
    survivors: survivors.toSorted((one, other) => one.localeCompare(other)),
  };
}

const countOf = (outcomes: readonly Outcome[]): Count => ({
  tried: outcomes.length,
  noticed: outcomes.filter(({ isNoticed }) => isNoticed).length,
});

/** A run that tried nothing has proven nothing, and a file that is held well makes up for no other. */
export const isSound = ({ tried, byTarget }: Scores): boolean =>
  tried > 0 && Object.values(byTarget).every((own) => own.noticed / own.tried >= goal);

export function describeSurvivor(text: string, { start, end, text: change }: Mutant): string {
  const line = text.slice(0, start).split('\n').length;
  return `${line}: ${text.slice(start, end).replaceAll(/\s+/g, ' ')} → ${change}`;
}

const percent = ({ tried, noticed }: Count): string =>
  `${((100 * noticed) / tried).toFixed(1)} % (${noticed} of ${tried})`;

/** The line of one file. */
export function renderTarget({ byTarget }: Scores, file: string): string {
  const { part, ...count } = byTarget[file] ?? { part: '', tried: 0, noticed: 0 };
  return `${part.padEnd(18)}${file.padEnd(48)}${percent(count)}`;
}

export const renderScores = (scores: Scores): string =>
  [
    'Changes that the tests noticed, goal 85 % in each file',
    ...Object.keys(scores.byTarget).map((file) => `  ${renderTarget(scores, file)}`),
    `  ${'all'.padEnd(66)}${percent(scores)}`,
    ...(scores.survivors.length > 0 ? ['', 'Not noticed:', ...scores.survivors.map((place) => `  ${place}`)] : []),
    '',
  ].join('\n');
