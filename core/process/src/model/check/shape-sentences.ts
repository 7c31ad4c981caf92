import { OperationName, SemanticVersion, Slug, type Fault } from '@koppel/contract';
import { Vocabulary } from '../content.schema.ts';
import type { SchemaNode } from './schema-node.ts';

const patternOf = ({ pattern }: SchemaNode): string | undefined => pattern;

/** What a pattern asks for, in words. */
const patterns: ReadonlyMap<string | undefined, string> = new Map([
  [patternOf(Slug), 'must be a word of lower-case letters, digits and dashes that starts with a letter'],
  [patternOf(SemanticVersion), 'must be a version such as 1.0.0'],
  [patternOf(OperationName), 'must be the name of an operation, such as municipality.find-permits'],
  [
    patternOf(Vocabulary.properties.scheme),
    'must be an address, such as https://example.org/words or urn:example:words',
  ],
]);

const kinds: Readonly<Record<string, string>> = {
  array: 'must be a list: [ … ]',
  string: 'must be a text; put it in quotes',
  boolean: 'must be true or false',
  number: 'must be a number, without quotes or unit',
  integer: 'must be a whole number, without quotes or unit',
};

/** A fault of a value in words of whoever writes a model; undefined where the schema's own say it well enough. */
export function sentenceOf(schema: SchemaNode, { rule }: Fault): string | undefined {
  if (rule === 'const') return `must be ${String(schema.const)}`;
  if (rule === 'pattern') return patterns.get(schema.pattern);
  if (rule !== 'type') return undefined;
  if (schema.type === 'object') return `must be written as { ${membersOf(schema)} }`;
  return patterns.get(schema.pattern) ?? kinds[schema.type ?? ''];
}

/** So many members show how something is written. */
const shownMembers = 4;

function membersOf({ required = [] }: SchemaNode): string {
  const shown = required.slice(0, shownMembers).map((name) => `${name}: …`);
  return [...shown, ...(required.length > 0 && required.length <= shownMembers ? [] : ['…'])].join(', ');
}

/** A member that nobody knows; one without a value is the rest of a text that YAML cut off at its comma. */
export function strangerSentence({ properties = {} }: SchemaNode, name: string, value: unknown): string {
  const advice =
    value === null ? 'put a text that holds a comma in quotes' : `it may have ${Object.keys(properties).join(', ')}`;
  return `must not have ${nameOf(name)}: ${advice}`;
}

/** A misspelt word is repeated, whatever else somebody wrote is not. */
const nameOf = (name: string): string => (/^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(name) ? `"${name}"` : 'what it has');
