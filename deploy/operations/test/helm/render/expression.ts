import { stringify } from 'yaml';

/** What names stand for at one place of a template. */
export interface Scope {
  /** What `.` is. */
  readonly dot: unknown;
  /** `$` and the variables of `range`. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly include: (name: string, context: unknown) => string;
}

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Go's idea of what is nothing. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isTree(value) ? Object.keys(value).length > 0 : Boolean(value);
}

const indent = (width: number, text: string): string => text.replaceAll(/^/gm, ' '.repeat(width));
/** As Go prints it: keys in order, and what HTML gives a meaning written as its number. */
const toJson = (value: unknown): string =>
  JSON.stringify(sorted(value)).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isTree(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key])]),
  );
};

type Fn = (...args: unknown[]) => unknown;
const functions: Readonly<Record<string, Fn>> = {
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  dict: (...pairs) =>
    Object.fromEntries(pairs.flatMap((key, i) => (i % 2 === 0 ? [[String(key), pairs[i + 1]] as const] : []))),
  indent: (width, text) => indent(Number(width), String(text)),
  nindent: (width, text) => `\n${indent(Number(width), String(text))}`,
  printf: (format, ...values) => String(format).replaceAll('%s', () => String(values.shift())),
  quote: (value) => JSON.stringify(String(value)),
  toJson,
  toYaml: (value) => stringify(sorted(value), { lineWidth: 0 }).trimEnd(),
};

/** The value of a pipeline. */
export function evaluate(expression: string, scope: Scope): unknown {
  return pipeline(wordsOf(expression), scope);
}

type Word = string | Word[];

/** Words, strings as they are written, and parentheses as lists. */
function wordsOf(expression: string): Word[] {
  const found = expression.match(/"(?:[^"\\]|\\.)*"|[()|]|[^\s()|]+/g) ?? [];
  const words = listOf(found);
  if (found.length > 0) throw new Error(`Parentheses do not match: ${expression}`);
  return words;
}

/** Takes words from the front, up to the parenthesis that closes. */
function listOf(found: string[]): Word[] {
  const list: Word[] = [];
  for (let word = found.shift(); word !== undefined && word !== ')'; word = found.shift()) {
    list.push(word === '(' ? listOf(found) : word);
  }
  return list;
}

function pipeline(words: readonly Word[], scope: Scope): unknown {
  let value: unknown;
  let isFirst = true;
  for (const command of split(words)) {
    value = call(command, isFirst ? [] : [value], scope);
    isFirst = false;
  }
  return value;
}

function split(words: readonly Word[]): Word[][] {
  const commands: Word[][] = [[]];
  for (const word of words) {
    if (word === '|') commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands;
}

function call([head, ...rest]: Word[], piped: readonly unknown[], scope: Scope): unknown {
  if (head === undefined) throw new Error('An expression is empty');
  const args = [...rest.map((word) => valueOf(word, scope)), ...piped];
  const known = functionOf(head, scope);
  if (known) return known(...args);
  if (args.length > 0) throw new Error(`Not known here: ${String(head)}`);
  return valueOf(head, scope);
}

/** A function by its name, or a method of the chart's files. */
function functionOf(head: Word, scope: Scope): Fn | undefined {
  if (typeof head !== 'string') return undefined;
  if (head === 'include') return (name, context) => scope.include(String(name), context);
  if (!head.endsWith('.Files.Get')) return functions[head];
  return valueOf(head, scope) as Fn;
}

function valueOf(word: Word, scope: Scope): unknown {
  if (typeof word !== 'string') return pipeline(word, scope);
  if (/^("|-?\d+$|true$|false$)/.test(word)) return JSON.parse(word);
  const [isName, variable, path = ''] = /^(\$\w*)?((?:\.\w+)*|\.)$/.exec(word) ?? [];
  if (!isName) throw new Error(`Not known here: ${word}`);
  const root = variable === undefined ? scope.dot : variableOf(variable, scope);
  return path.split('.').filter(Boolean).reduce(memberOf, root);
}

function variableOf(name: string, { variables }: Scope): unknown {
  if (!(name in variables)) throw new Error(`No variable is called ${name}`);
  return variables[name];
}

function memberOf(value: unknown, name: string): unknown {
  if (isTree(value)) return value[name];
  throw new Error(`There is nothing to take ${name} from`);
}
