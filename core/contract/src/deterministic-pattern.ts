import { readItems } from './pattern-items.ts';

type Characters = ReadonlySet<string>;

/** A part of a pattern, by the characters that decide which way to go. */
interface Part {
  /** What it can begin with. */
  readonly first: Characters;
  /** What it can still take where it could also end. */
  readonly more: Characters;
  readonly isNullable: boolean;
}

/**
 * Whether at every point of a text the next character alone tells which way through the pattern to go
 * ("one-unambiguous"): then a backtracking engine sees at that character that its other ways are wrong, and runs in
 * linear time. Unlike a plain pattern it may repeat groups, as paths and version numbers do.
 */
export function isDeterministicPattern(pattern: string): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return false;
  return new PatternReader(pattern.slice(1, -1)).isDeterministic();
}

const nothing: Part = { first: new Set(), more: new Set(), isNullable: true };
const repetition = /(?:[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})/.source;
const single = new RegExp(`(?:\\[(?:\\\\.|[^\\]\\\\])+\\]|\\\\.|[^()|])(?:${repetition})?`, 'y');
const groupStart = /\((?:\?:)?/y;
const groupEnd = new RegExp(`\\)(?<times>${repetition})?`, 'y');

class AmbiguousPattern extends Error {}

/** Reads a pattern from left to right; whatever it does not know is as good as ambiguous. */
class PatternReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isDeterministic(): boolean {
    try {
      this.#choice();
      return this.#at === this.#text.length;
    } catch (error) {
      if (error instanceof AmbiguousPattern) return false;
      throw error;
    }
  }

  #choice(): Part {
    let choice = this.#sequence();
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      choice = either(choice, this.#sequence());
    }
    return choice;
  }

  #sequence(): Part {
    let sequence = nothing;
    while (this.#at < this.#text.length && !'|)'.includes(this.#text.charAt(this.#at))) {
      sequence = inRow(sequence, this.#take(groupStart) ? this.#group() : this.#single());
    }
    return sequence;
  }

  #group(): Part {
    const inner = this.#choice();
    const end = this.#take(groupEnd);
    if (!end) throw new AmbiguousPattern();
    const times = end.groups?.['times'];
    return times === undefined ? inner : repeated(inner, times);
  }

  #single(): Part {
    const [item, ...others] = readItems(this.#take(single)?.[0] ?? '') ?? [];
    if (!item || others.length > 0) throw new AmbiguousPattern();
    const { first, isNullable, isVariable } = item;
    return { first, more: isVariable ? first : nothing.more, isNullable };
  }

  #take(piece: RegExp): RegExpExecArray | undefined {
    piece.lastIndex = this.#at;
    const found = piece.exec(this.#text) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}

function inRow(one: Part, next: Part): Part {
  demandApart(one.more, next.first);
  if (one.isNullable) demandApart(one.first, next.first);
  return {
    first: one.isNullable ? unite(one.first, next.first) : one.first,
    more: next.isNullable ? unite(one.more, next.first, next.more) : next.more,
    isNullable: one.isNullable && next.isNullable,
  };
}

function either(one: Part, other: Part): Part {
  if (one.isNullable || other.isNullable) throw new AmbiguousPattern();
  demandApart(one.first, other.first);
  return { first: unite(one.first, other.first), more: unite(one.more, other.more), isNullable: false };
}

function repeated(inner: Part, times: string): Part {
  if (inner.isNullable) throw new AmbiguousPattern();
  if (times === '?') return { ...inner, isNullable: true };
  demandApart(inner.more, inner.first);
  return {
    first: inner.first,
    more: unite(inner.more, inner.first),
    isNullable: times === '*' || times.startsWith('{0'),
  };
}

const unite = (...sets: readonly Characters[]): Characters => new Set(sets.flatMap((set) => [...set]));

function demandApart(one: Characters, other: Characters): void {
  if ([...one].some((char) => other.has(char))) throw new AmbiguousPattern();
}
