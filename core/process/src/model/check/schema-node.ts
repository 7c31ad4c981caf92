import { compileSchema, type Validator } from '@koppel/contract';

/** As much of a JSON Schema as the reference model is written in; everything else is a leaf. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[] | undefined;
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly unknown[];
}

const validators = new WeakMap<SchemaNode, Validator>();

/** Compiled once for each part of the model's schema, when it is first needed. */
export function validatorOf(schema: SchemaNode): Validator {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = compileSchema(schema);
    validators.set(schema, validator);
  }
  return validator;
}

/** Whether there is nothing to look into; most of a document is such. */
export const isSoundLeaf = (schema: SchemaNode, value: unknown): boolean =>
  schema.type !== 'object' && schema.type !== 'array' && validatorOf(schema).isValid(value);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Own members only: a document may well have a member named `constructor`. As in JSON, a member that is nothing is not there.
 */
export const hasMember = (record: Readonly<Record<string, unknown>>, name: string): boolean =>
  Object.hasOwn(record, name) && record[name] !== undefined;
