import { canonicalPattern } from '../entry/canonical-pattern.ts';
import { entryTypes, type EntryType } from '../entry/entry-rules.ts';
import { setFields } from '../entry/entry-check.ts';
import { entrySchemaOf } from '../entry/ledger-entry.schema.ts';

/** What a verifier needs of an entry's line. */
export interface EntryLine {
  readonly index: number;
  readonly type: EntryType;
  readonly id: string;
  readonly at: string;
  readonly exchange: string | undefined;
  /** Whether it carries a party's signature. */
  readonly isSigned: boolean;
  /** The leaf hash that the line claims, base64. */
  readonly leaf: string;
  /** The entry's canonical text. */
  readonly body: string;
}

const PREFIX = '{"entry":';
/** What stands around the index and the leaf hash behind the entry, the newline included. */
const SUFFIX_LENGTH = ',"index":'.length + ',"leaf":""}\n'.length;

const captures = ['at', 'exchange', 'id', ...setFields] as const;
type Capture = (typeof captures)[number] | 'index' | 'leaf';

interface LinePattern {
  readonly type: EntryType;
  readonly expression: RegExp;
  /** The capturing group of each part; one beyond the last group for a part that entries of the type do not have. */
  readonly groups: Readonly<Record<'at' | 'exchange' | 'id' | 'index' | 'leaf', number>> & {
    readonly sets: readonly number[];
  };
}

function linePatternOf(type: EntryType): LinePattern {
  const { source, captured } = canonicalPattern(entrySchemaOf(type), captures);
  const line = `\\{"entry":${source},"index":(0|[1-9][0-9]{0,14}),"leaf":"([A-Za-z0-9+/]{43}=)"\\}\\n`;
  const names = [...captured, 'index', 'leaf'];
  const groupOf = (name: Capture): number => (names.includes(name) ? names.indexOf(name) : names.length) + 1;
  const [at, exchange, id] = [groupOf('at'), groupOf('exchange'), groupOf('id')];
  const sets = setFields.map(groupOf);
  const groups = { at, exchange, id, sets, index: groupOf('index'), leaf: groupOf('leaf') };
  return { type, expression: new RegExp(line, 'y'), groups };
}

const patterns = new Map<string, LinePattern>(entryTypes.map((type) => [type, linePatternOf(type)]));

/**
 * Reads the line of a valid, canonical entry that starts at `start` and whose newline is at `end`.
 *
 * Undefined when there is anything wrong with it, or when it is another kind of line: the slow way then says what.
 */
export function matchEntryLine(text: string, start: number, end: number): EntryLine | undefined {
  const pattern = patternAt(text, start, end);
  if (pattern === undefined) return undefined;
  pattern.expression.lastIndex = start;
  const match = pattern.expression.exec(text);
  return match === null ? undefined : readMatch(pattern, match);
}

function patternAt(text: string, start: number, end: number): LinePattern | undefined {
  const at = text.lastIndexOf('"type":"', end) + '"type":"'.length;
  if (at < start) return undefined;
  return patterns.get(text.slice(at, text.indexOf('"', at)));
}

function readMatch({ type, groups }: LinePattern, match: RegExpExecArray): EntryLine | undefined {
  if (!groups.sets.every((set) => isSorted(match[set]))) return undefined;
  const { [groups.index]: index = '', [groups.leaf]: leaf = '', [groups.id]: id = '', [groups.at]: at = '' } = match;
  const body = match[0].slice(PREFIX.length, -SUFFIX_LENGTH - index.length - leaf.length);
  // No text of an entry can hold a quote.
  const isSigned = body.includes('"evidence":{');
  return { index: Number(index), type, id, at, exchange: match[groups.exchange], isSigned, leaf, body };
}

/** Quotes sort before every character that stands in a set's elements, so quoted texts compare like bare ones. */
function isSorted(list: string | undefined): boolean {
  if (list === undefined || !list.includes(',')) return true;
  const texts = list.split(',');
  return texts.every((text, i) => i === 0 || (texts[i - 1] ?? '') < text);
}
