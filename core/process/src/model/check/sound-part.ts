import { hasMember, isRecord, validatorOf, type SchemaNode } from './schema-node.ts';

/**
 * What is left of a document when everything that breaks its schema is taken out: a value of the schema's type, with
 * elements where they were. An empty text stands for what was wrong or missing, so that the checks of meaning can
 * look at the rest of a faulty document without tripping, and need not tell again what the schema has told.
 */
export function soundPart(schema: SchemaNode, value: unknown): unknown {
  if (schema.type === 'object') return soundObject(schema, isRecord(value) ? value : {});
  if (schema.type === 'array') return soundArray(schema, Array.isArray(value) ? value : []);
  return validatorOf(schema).isValid(value) ? value : emptyOf(schema);
}

function soundObject(schema: SchemaNode, value: Readonly<Record<string, unknown>>): object {
  const required = new Set(schema.required);
  const members = Object.entries(schema.properties ?? {}).filter(
    ([name]) => required.has(name) || hasMember(value, name),
  );
  return Object.fromEntries(
    members.map(([name, property]) => [name, soundPart(property, hasMember(value, name) ? value[name] : undefined)]),
  );
}

const soundArray = (schema: SchemaNode, value: readonly unknown[]): unknown[] =>
  value.slice(0, schema.maxItems).map((element) => soundPart(schema.items ?? {}, element));

function emptyOf(schema: SchemaNode): unknown {
  if (schema.type === 'integer' || schema.type === 'number') return 0;
  return schema.type === 'boolean' ? false : '';
}
