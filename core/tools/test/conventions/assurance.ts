import { join } from 'node:path/posix';

export interface Row {
  readonly cells: readonly string[];
}

export interface Citation {
  readonly words: string;
  /** From the top of the repository. */
  readonly path: string;
}

/** The rows of the table of a page whose first heading is this. */
export function rowsOf(text: string, heading: string): Row[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  if (start < 0) throw new Error(`there is no table that begins with "${heading}"`);
  const after = lines.slice(start + 2);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after.slice(0, end < 0 ? after.length : end).map((line) => ({ cells: cellsOf(line) }));
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The links of a cell, which stands in a page of `docs`. */
export const cited = (cell: string): Citation[] =>
  [...cell.matchAll(/\[([^\]]+)\]\(([^)#]+)[^)]*\)/g)].map(([, words = '', target = '']) => ({
    words,
    path: join('docs', target),
  }));

/** `1.2.1–1.2.3, 1.2.9` in full. */
export const expandNumbers = (text: string): string[] =>
  text.split(', ').flatMap((part) => {
    const [from = '', to = from] = part.split('–');
    const section = from.slice(0, from.lastIndexOf('.'));
    const [first, last] = [from, to].map((number) => Number(number.slice(number.lastIndexOf('.') + 1)));
    return Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, place) => `${section}.${(first ?? 0) + place}`);
  });
