import { stripTypeScriptTypes } from 'node:module';
import { parse, type BinaryExpression, type Literal, type LogicalExpression, type Node } from 'acorn';
import { simple, type SimpleVisitors } from 'acorn-walk';

/** One small change of a source text: what stands from `start` to `end` becomes `text`. */
export interface Mutant {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Change = Omit<Mutant, 'file'>;

const operators: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
};
/** A map, because a method may have the name of something that every object has. */
const methods: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
]);

/** All the changes that are tried on a file: of comparisons, connectives, conditions, constants, throws and calls. */
export function mutantsOf(file: string, text: string): Mutant[] {
  // Types become blanks, so that every place is where it was.
  const script = stripTypeScriptTypes(text, { mode: 'strip' });
  const found: Change[] = [];
  const tree = parse(script, { ecmaVersion: 'latest', sourceType: 'module' });
  simple(
    tree,
    visitorsOf(script, (...changes) => found.push(...changes)),
  );
  return found
    .toSorted((one, other) => one.start - other.start || one.end - other.end)
    .map((change) => ({ file, ...change }));
}

function visitorsOf(script: string, add: (...changes: Change[]) => void): SimpleVisitors<unknown> {
  return {
    BinaryExpression: (node) => add(...operatorOf(node, script)),
    LogicalExpression: (node) => add(...operatorOf(node, script)),
    UnaryExpression: (node) => void (node.operator === '!' && add(replace(node, textOf(node.argument, script)))),
    MemberExpression: (node) => add(...methodOf(node.property)),
    IfStatement: ({ test }) => add(replace(test, 'true'), replace(test, 'false')),
    ConditionalExpression: ({ test }) => add(replace(test, `!(${textOf(test, script)})`)),
    Literal: (node) => add(...constantOf(node)),
    ThrowStatement: (node) => add(replace(node, ';')),
    ExpressionStatement: (node) => add(replace(node, ';')),
  };
}

function operatorOf(node: BinaryExpression | LogicalExpression, script: string): Change[] {
  const swap = operators[node.operator];
  const start = script.indexOf(node.operator, node.left.end);
  return swap === undefined ? [] : [{ start, end: start + node.operator.length, text: swap }];
}

function methodOf(property: Node & { readonly name?: unknown }): Change[] {
  const swap = methods.get(String(property.name));
  return swap === undefined ? [] : [replace(property, swap)];
}

function constantOf(node: Literal): Change[] {
  if (typeof node.value === 'boolean') return [replace(node, String(!node.value))];
  return typeof node.value === 'number' ? [replace(node, `(${node.value} + 1)`)] : [];
}

const replace = ({ start, end }: Node, text: string): Change => ({ start, end, text });
const textOf = ({ start, end }: Node, script: string): string => script.slice(start, end);

export const applyMutant = (text: string, { start, end, text: change }: Change): string =>
  text.slice(0, start) + change + text.slice(end);
