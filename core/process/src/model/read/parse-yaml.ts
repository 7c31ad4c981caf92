import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type ErrorCode,
  type Node,
} from 'yaml';
import { faultOfPlainYaml, type TextFault } from './plain-yaml.ts';

/** Each of these is a mistake to repair; when there are hundreds, it is the first that made the others. */
const maxSyntaxFaults = 20;

/** A parsed text: what it says, what is wrong with it as YAML, and where everything stands. */
export interface ParsedYaml {
  readonly value: unknown;
  readonly faults: readonly TextFault[];
  /** Offset of what a JSON pointer points at, or of the nearest thing above it that exists. */
  offsetOf(pointer: string): number;
  /** Line and column, both counted from 1. */
  placeOf(offset: number): { readonly line: number; readonly col: number };
}

/** Reads one plain YAML 1.2 document: no anchors, aliases, tags or directives, no key twice. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const unreadable = faultOfPlainYaml(text);
  if (unreadable !== undefined) return unread(text, unreadable);
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    stringKeys: true,
    // The library compares each key with each; `repeatedKeys` looks at each once.
    uniqueKeys: false,
    prettyErrors: false,
    // Silent, it would not tell of a second document either.
    logLevel: 'error',
    lineCounter: lines,
  });
  const faults = [...syntaxFaults(document), ...repeatedKeys(document)].slice(0, maxSyntaxFaults);
  return {
    value: faults.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
    faults,
    offsetOf: (pointer) => offsetIn(document, pointer),
    placeOf: (offset) => lines.linePos(offset),
  };
}

function unread(text: string, fault: TextFault): ParsedYaml {
  const before = text.slice(0, fault.offset);
  const place = { line: before.split('\n').length, col: fault.offset - before.lastIndexOf('\n') };
  return { value: undefined, faults: [fault], offsetOf: () => 0, placeOf: () => place };
}

/** What the library says to programmers, in words of whoever writes a model. */
const sentences: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'must be indented with spaces, not with tabs',
  BAD_INDENT: 'must be indented as what stands beside it, and each bracket must be closed',
  BLOCK_IN_FLOW: 'has a colon that cannot be there: put a text that holds one in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'has a colon too many, or is indented wrongly: put a text that holds a colon in quotes',
  MULTILINE_IMPLICIT_KEY: 'must have its colon on the same line',
  MISSING_CHAR: 'lacks a mark here or just before: a comma, a bracket, a quote or a dash',
  MULTIPLE_DOCS: 'must be one document, with no line of dashes in it',
};

const syntaxFaults = ({ errors, warnings }: Document): TextFault[] =>
  [...errors, ...warnings]
    .slice(0, maxSyntaxFaults)
    .map(({ pos, code, message }) => ({ offset: pos[0], message: sentences[code] ?? message }));

function repeatedKeys(document: Document): TextFault[] {
  const faults: TextFault[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) faults.push({ offset: key.range?.[0] ?? 0, message: 'stands there twice' });
        seen.add(key.value);
      }
    },
  });
  return faults;
}

function offsetIn(document: Document, pointer: string): number {
  let node: unknown = document.contents;
  for (const step of pointer.split('/').filter((name) => name !== '')) {
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next;
  }
  return (node as Node | null)?.range?.[0] ?? 0;
}

function childOf(node: unknown, step: string): unknown {
  if (isSeq(node)) return node.items[Number(step)] ?? undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
  return pair?.value ?? pair?.key;
}
