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
  readonly byPart: Readonly<Record<string, Count>>;
  /** `file:line: what → change` of each change that no test noticed. */
  readonly survivors: readonly string[];
}

const goal = 0.85;

export function scoresOf(outcomes: readonly Outcome[]): Scores {
  const byPart = Object.fromEntries(
    Object.entries(Object.groupBy(outcomes, ({ part }) => part)).map(([part, own = []]) => [part, countOf(own)]),
  );
  const { tried, noticed } = countOf(outcomes);
  const survivors = outcomes.filter(({ isNoticed }) => !isNoticed).map(({ file, place }) => `${file}:${place}`);
  return {
    tried,
    noticed,
    score: noticed / tried,
    byPart,
    survivors: survivors.toSorted((one, other) => one.localeCompare(other)),
  };
}

const countOf = (outcomes: readonly Outcome[]): Count => ({
  tried: outcomes.length,
  noticed: outcomes.filter(({ isNoticed }) => isNoticed).length,
});

/** A run that tried nothing has proven nothing. */
export const isSound = ({ tried, score }: Scores): boolean => tried > 0 && score >= goal;

export function describeSurvivor(text: string, { start, end, text: change }: Mutant): string {
  const line = text.slice(0, start).split('\n').length;
  return `${line}: ${text.slice(start, end).replaceAll(/\s+/g, ' ')} → ${change}`;
}

const percent = ({ tried, noticed }: Count): string =>
  `${((100 * noticed) / tried).toFixed(1)} % (${noticed} of ${tried})`;

export const renderScores = (scores: Scores): string =>
  [
    'Changes that the tests noticed',
    ...Object.entries(scores.byPart).map(([part, count]) => `  ${part.padEnd(18)}${percent(count)}`),
    `  ${'all'.padEnd(18)}${percent(scores)}, goal 85 %`,
    ...(scores.survivors.length > 0 ? ['', 'Not noticed:', ...scores.survivors.map((place) => `  ${place}`)] : []),
    '',
  ].join('\n');
