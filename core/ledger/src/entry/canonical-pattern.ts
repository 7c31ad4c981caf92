import type { TSchema } from 'typebox';

interface SchemaShape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: SchemaShape;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, SchemaShape>>;
  readonly required?: readonly string[];
}

/** A regular expression's source, and which member each of its capturing groups holds. */
export interface CanonicalPattern {
  readonly source: string;
  readonly captured: readonly string[];
}

/**
 * A pattern that matches exactly the canonical (JCS) texts of a closed schema's values.
 *
 * Canonical JSON has one order of keys, no white space and one spelling per value, so for a schema of closed objects,
 * patterned ASCII strings and small integers it is a regular language. Matching a line against it costs a third of
 * parsing, validating and serialising it again. Of the members in `capture` the text between the quotes or brackets
 * is captured, in the order of `captured`.
 *
 * @throws TypeError for a schema outside that language, when the module loads.
 */
export function canonicalPattern(schema: TSchema, capture: readonly string[]): CanonicalPattern {
  const shape = schema as SchemaShape;
  const captured = Object.keys(shape.properties ?? {}).filter((name) => capture.includes(name));
  return { source: objectPattern(shape, captured), captured: captured.sort() };
}

function valuePattern(schema: SchemaShape): string {
  if (schema.const !== undefined) return literal(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return `(?:${schema.enum.map((value) => literal(JSON.stringify(value))).join('|')})`;
  if (schema.type === 'string') return stringPattern(schema);
  if (schema.type === 'integer') return integerPattern(schema);
  if (schema.type === 'array') return arrayPattern(schema);
  if (schema.type === 'object') return objectPattern(schema, []);
  throw new TypeError(`there is no canonical pattern for a schema of type ${schema.type}`);
}

function objectPattern({ properties = {}, required = [] }: SchemaShape, captured: readonly string[]): string {
  const names = Object.keys(properties).sort();
  const first = names.findIndex((name) => required.includes(name));
  if (first < 0) throw new TypeError('an object without a required member has no simple canonical pattern');
  const members = names.map((name, position) => {
    const value = valuePattern(properties[name] ?? {});
    const member = `"${name}":${captured.includes(name) ? capturing(value) : value}`;
    if (position === first) return member;
    if (position < first) return `(?:${member},)?`;
    return required.includes(name) ? `,${member}` : `(?:,${member})?`;
  });
  return `\\{${members.join('')}\\}`;
}

function stringPattern({ pattern = '', minLength = 0, maxLength }: SchemaShape): string {
  const inner = /^\^(.*)\$$/.exec(pattern)?.[1];
  if (inner === undefined || /\\[()]|\[[^\]]*[()"]/.test(inner)) throw new TypeError('a string needs a plain pattern');
  const text = inner.replaceAll(/\((?!\?)/g, '(?:');
  // Only an unbounded repetition can break the length; looking ahead costs a second pass over the text.
  const isUnbounded = /[*+]/.test(text);
  return `"${isUnbounded ? `(?=[^"]{${minLength},${maxLength}}")` : ''}${text}"`;
}

function integerPattern({ minimum, maximum = 0 }: SchemaShape): string {
  const digits = String(maximum).length;
  const positive = `[1-9][0-9]{0,${digits - 1}}`;
  if ((minimum !== 0 && minimum !== 1) || maximum !== 10 ** digits - 1) {
    throw new TypeError('an integer runs from 0 or 1 to 9, 99, 999 …');
  }
  return minimum === 0 ? `(?:0|${positive})` : positive;
}

function arrayPattern({ items = {}, maxItems = 0 }: SchemaShape): string {
  const item = valuePattern(items);
  return `\\[(?:${item}(?:,${item}){0,${maxItems - 1}})?\\]`;
}

const capturing = (value: string): string => value.replace(/^("|\\\[)(.*)("|\\\])$/, '$1($2)$3');
const literal = (text: string): string => text.replaceAll(/[.\\{}[\]()*+?^$|]/g, '\\$&');
