import type { Fault } from '@koppel/contract';
import { hasMember, isRecord, isSoundLeaf, validatorOf, type SchemaNode } from './schema-node.ts';
import { sentenceOf, strangerSentence } from './shape-sentences.ts';

/**
 * Everything in which a document differs from a schema, one after the other. Ajv would tell the first fault of a large
 * document only, because telling all of them has no bound; here whoever asks stops when there are enough.
 */
export function* shapeFaults(schema: SchemaNode, value: unknown, path = ''): Generator<Fault> {
  if (schema.type === 'object' && isRecord(value)) yield* objectFaults(schema, value, path);
  else if (schema.type === 'array' && Array.isArray(value)) yield* arrayFaults(schema, value, path);
  else yield* leafFaults(schema, value, path);
}

function* objectFaults(schema: SchemaNode, value: Readonly<Record<string, unknown>>, path: string): Generator<Fault> {
  const properties = schema.properties ?? {};
  const missing = (schema.required ?? []).filter((name) => !hasMember(value, name));
  yield* missing.map((name) => faultAt(path, `must have "${name}"`, 'required'));
  for (const name of Object.keys(value).filter((key) => hasMember(value, key))) {
    const property = hasMember(properties, name) ? properties[name] : undefined;
    if (property === undefined)
      yield faultAt(path, strangerSentence(schema, name, value[name]), 'additionalProperties');
    else if (!isSoundLeaf(property, value[name])) yield* shapeFaults(property, value[name], `${path}/${name}`);
  }
}

function* arrayFaults(schema: SchemaNode, value: readonly unknown[], path: string): Generator<Fault> {
  const { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (value.length < minItems) yield faultAt(path, `must have at least ${elements(minItems)}`, 'minItems');
  if (value.length > maxItems) yield faultAt(path, `must have at most ${elements(maxItems)}`, 'maxItems');
  for (let i = 0; i < Math.min(value.length, maxItems); i += 1) {
    if (!isSoundLeaf(items, value[i])) yield* shapeFaults(items, value[i], `${path}/${i}`);
  }
}

const elements = (count: number): string => (count === 1 ? 'one element' : `${count} elements`);

function* leafFaults(schema: SchemaNode, value: unknown, path: string): Generator<Fault> {
  const [fault] = validatorOf(schema).faultsOf(value);
  if (fault === undefined) return;
  yield faultAt(path, secondAccountable(value, path) ?? sentenceOf(schema, fault) ?? fault.message, fault.rule);
}

const secondAccountable = (value: unknown, path: string): string | undefined =>
  path.endsWith('/accountable') && Array.isArray(value)
    ? 'must be one role, not a list: exactly one answers for a step on a level'
    : undefined;

function faultAt(path: string, message: string, rule?: string): Fault {
  return { path: path === '' ? '/' : path, message, ...(rule === undefined ? {} : { rule }) };
}
