import fc from 'fast-check';
import { oins } from '../../fixtures.ts';
import { partnerOins } from '../../process-people.ts';
import type { Json } from './published-api.ts';

type Values = fc.Arbitrary<unknown>;

/** What no schema asked for, and what has broken other houses before. */
export const hostileTexts = [
  '',
  '\0',
  'a\0b',
  '\u{d800}',
  '\u202e',
  '\ufeff',
  '🦊'.repeat(200),
  'x'.repeat(70_000),
  '__proto__',
  'constructor',
  'hasOwnProperty',
  "' OR 1=1; --",
  '../../etc/passwd',
  '..%2f..%2f',
  '%00',
  '%',
  '{{7*7}}${7*7}',
  '<script>',
  '\r\nX-Injected: 1',
  'http://169.254.169.254/',
  '0000-00-00T00:00:00Z',
  '9999-99-99T99:99:99Z',
  '00000000-0000-0000-0000-000000000000',
  '-1',
  '1e999',
  'NaN',
  'null',
  `${'a'.repeat(50)}!`,
] as const;

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

export const hostileValues: Values = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts),
  fc.constantFrom<unknown>(null, true, 0, -0, -1, 1e308, -1e308, 2 ** 53, 2 ** 31, 0.1, [], {}, [[]], [null]),
  fc.constantFrom<unknown>(nested(31), nested(200), { length: -1 }, { toString: 1 }, { toJSON: 1 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const patterns = new Map<string, Values>();

/** Texts of a pattern; one that the generator cannot read yields texts that are refused. */
function matching(pattern: string): Values {
  const known = patterns.get(pattern);
  if (known) return known;
  let values: Values;
  try {
    values = fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  } catch {
    values = fc.string({ minLength: 1, maxLength: 12 });
  }
  patterns.set(pattern, values);
  return values;
}

const numberOf = (schema: Json, key: string, otherwise: number): number =>
  typeof schema[key] === 'number' ? schema[key] : otherwise;

function texts(schema: Json): Values {
  const least = numberOf(schema, 'minLength', 0);
  const most = numberOf(schema, 'maxLength', least + 40);
  if (typeof schema['pattern'] === 'string') return matching(schema['pattern']);
  const boundaries = [least, most, least - 1, most + 1].filter((length) => length >= 0 && length < 5_000);
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ minLength: least, maxLength: Math.min(most, least + 40), unit: 'grapheme' }) },
    { weight: 1, arbitrary: fc.constantFrom(...boundaries).map((length) => 'b'.repeat(length)) },
  );
}

function integers(schema: Json): Values {
  const least = numberOf(schema, 'minimum', 0);
  const most = numberOf(schema, 'maximum', 1_000_000);
  const boundaries = fc.constantFrom(least, most, least - 1, most + 1);
  return fc.oneof({ weight: 3, arbitrary: fc.integer({ min: least, max: Math.min(most, 2 ** 31 - 1) }) }, boundaries);
}

function lists(schema: Json, known: readonly string[]): Values {
  const least = numberOf(schema, 'minItems', 0);
  const most = Math.min(numberOf(schema, 'maxItems', least + 3), least + 3);
  return fc.array(valuesOf((schema['items'] ?? {}) as Json, known), { minLength: least, maxLength: most });
}

function objects(schema: Json, known: readonly string[]): Values {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
  const required = (schema['required'] ?? []) as string[];
  const model = Object.fromEntries(properties.map(([name, child]) => [name, valuesOf(child, known)]));
  return fc.record(model, { requiredKeys: required.filter((name) => name in model), noNullPrototype: true });
}

/** An identifier that the hub gave out before takes a request further than one of nobody. */
const isIdentifier = ({ pattern }: Json): boolean => typeof pattern === 'string' && pattern.includes('[0-9a-f]{8}-');

const organisations: Values = fc.constantFrom(...Object.values(partnerOins), oins.operator, oins.stranger);

function identifiersOrTexts(schema: Json, known: readonly string[]): Values {
  if (schema['pattern'] === '^[0-9]{20}$') return fc.oneof({ weight: 4, arbitrary: organisations }, texts(schema));
  if (schema['pattern'] === '^"[0-9]{1,9}"$')
    return fc.oneof(fc.constantFrom<unknown>('"1"', '"2"', '"3"'), texts(schema));
  if (!isIdentifier(schema) || known.length === 0) return texts(schema);
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom<unknown>(...known) }, texts(schema));
}

const byType: Readonly<Record<string, (schema: Json, known: readonly string[]) => Values>> = {
  object: objects,
  array: lists,
  integer: integers,
  number: integers,
  string: identifiersOrTexts,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

/** Values that a schema allows, at its boundaries and just beyond them. */
export function valuesOf(schema: Json, known: readonly string[]): Values {
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom<unknown>(...schema['enum']);
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly Json[] | undefined;
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, known)));
  return byType[String(schema['type'])]?.(schema, known) ?? hostileValues;
}
