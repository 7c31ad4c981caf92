/** One step of a plain pattern: a character of a set, repeated; or a group of alternatives of fixed length. */
export interface PatternItem {
  /** The characters that it can begin with. */
  readonly first: ReadonlySet<string>;
  readonly isNullable: boolean;
  /** Whether it can take more or less of the same text. */
  readonly isVariable: boolean;
  /** In how many ways it can be tried on the same text. */
  readonly ways: number;
}

const literal = String.raw`[A-Za-z0-9 _,:;@#%&='"!~<>-]|\\[.*+?^$|(){}[\]\\/]`;
const member = String.raw`[A-Za-z0-9 _,:;@#%&='"!~<>.*+?$/]|\\[[\]\\^-]`;
const set = String.raw`\[(?:(?:${member})(?:-(?:${member}))?)+-?\]`;
const repetition = String.raw`[*+?]|\{(?<least>[0-9]{1,3})(?<comma>,)?(?<most>[0-9]{1,3})?\}`;

const single = new RegExp(`^(?<one>${set}|${literal})(?<times>${repetition})?`);
const group = /^\((?:\?:)?(?<alternatives>[^()]+)\)(?<optional>\?)?/;
const range = new RegExp(`(?<from>${member})(?:-(?<to>${member}))?|-`, 'g');

/** The items of a pattern without its anchors; undefined when it holds anything that is not plain. */
export function readItems(text: string): PatternItem[] | undefined {
  const items: PatternItem[] = [];
  let rest = text;
  while (rest !== '') {
    const found = single.exec(rest) ?? group.exec(rest);
    const item = found?.groups && (found.groups['one'] ? singleItem(found.groups) : groupItem(found.groups));
    if (!found || !item) return undefined;
    items.push(item);
    rest = rest.slice(found[0].length);
  }
  return items;
}

type Parts = Readonly<Record<string, string | undefined>>;

function singleItem(parts: Parts): PatternItem | undefined {
  const { least, most } = timesOf(parts);
  if (most < Math.max(least, 1)) return undefined;
  return { first: charactersOf(parts['one'] ?? ''), isNullable: least === 0, isVariable: most > least, ways: 1 };
}

const shorthands: Readonly<Record<string, { least: number; most: number }>> = {
  '*': { least: 0, most: Number.POSITIVE_INFINITY },
  '+': { least: 1, most: Number.POSITIVE_INFINITY },
  '?': { least: 0, most: 1 },
};

function timesOf({ times, least, comma, most }: Parts): { least: number; most: number } {
  const shorthand = shorthands[times ?? ''];
  if (shorthand) return shorthand;
  const fewest = Number(least ?? 1);
  if (most !== undefined) return { least: fewest, most: comma ? Number(most) : Number.NaN };
  return { least: fewest, most: comma ? Number.POSITIVE_INFINITY : fewest };
}

/** Alternatives that repeat nothing; anything else is left to RE2. */
function groupItem(parts: Parts): PatternItem | undefined {
  const alternatives = (parts['alternatives'] ?? '').split('|').map(readItems);
  const firsts = alternatives.map((items) => (items?.every(isFixed) ? items[0]?.first : undefined));
  if (firsts.includes(undefined)) return undefined;
  const isNullable = parts['optional'] !== undefined;
  return {
    first: new Set(firsts.flatMap((first) => [...(first ?? [])])),
    isNullable,
    isVariable: false,
    ways: alternatives.length + (isNullable ? 1 : 0),
  };
}

const isFixed = ({ isVariable, isNullable }: PatternItem): boolean => !isVariable && !isNullable;

/** The characters of a set such as `[a-z_-]`, or the one of a literal. */
function charactersOf(one: string): ReadonlySet<string> {
  if (!one.startsWith('[')) return new Set(one.slice(-1));
  return new Set([...one.slice(1, -1).matchAll(range)].flatMap(({ groups }) => charactersFrom(groups ?? {})));
}

function charactersFrom({ from, to }: Parts): string[] {
  if (from === undefined) return ['-'];
  const start = from.charCodeAt(from.length - 1);
  const end = to === undefined ? start : to.charCodeAt(to.length - 1);
  return Array.from({ length: Math.max(end - start + 1, 0) }, (_, offset) => String.fromCharCode(start + offset));
}
