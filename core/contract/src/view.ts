import { MARK, type FieldMark } from './field.ts';

/** The part of JSON Schema that replies may use; see `checkOperationSchema`. */
export interface ReplySchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, ReplySchema>>;
  readonly required?: readonly string[];
  readonly items?: ReplySchema;
  readonly [MARK]?: FieldMark;
  readonly [keyword: string]: unknown;
}

/** A leaf of a schema: its path and what the law wants to know of it. */
export interface Leaf {
  readonly path: string;
  readonly mark: FieldMark | undefined;
  readonly schema: ReplySchema;
}

/** Every leaf of a checked schema, in the order of the schema. */
export function listLeaves(schema: ReplySchema, path = ''): Leaf[] {
  if (schema.items !== undefined) return listLeaves(schema.items, `${path}[]`);
  if (schema.properties === undefined) return [{ path, mark: schema[MARK], schema }];
  return Object.entries(schema.properties).flatMap(([name, child]) => listLeaves(child, joinPath(path, name)));
}

const joinPath = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/**
 * The closed schema of what may be released: the reply's schema with only the granted leaves, and `required`
 * cut down to what is still there. An object or array of which nothing was granted is left out altogether.
 */
export function viewSchema(schema: ReplySchema, granted: ReadonlySet<string>): ReplySchema {
  return narrow(schema, granted, '') ?? { type: 'object', properties: {}, additionalProperties: false };
}

function narrow(schema: ReplySchema, granted: ReadonlySet<string>, path: string): ReplySchema | undefined {
  if (schema.items !== undefined) {
    const items = narrow(schema.items, granted, `${path}[]`);
    return items && { ...schema, items };
  }
  if (schema.properties === undefined) return granted.has(path) ? schema : undefined;
  const kept = Object.entries(schema.properties).flatMap(([name, child]) => {
    const narrowed = narrow(child, granted, joinPath(path, name));
    return narrowed ? [[name, narrowed] as const] : [];
  });
  if (kept.length === 0) return undefined;
  const names = new Set(kept.map(([name]) => name));
  const required = (schema.required ?? []).filter((name) => names.has(name));
  return { ...schema, properties: Object.fromEntries(kept), required, additionalProperties: false };
}

/** What a match releases. */
export const matchSchema: ReplySchema = {
  type: 'object',
  properties: { hit: { type: 'boolean' } },
  required: ['hit'],
  additionalProperties: false,
};

interface Selection {
  readonly members: Map<string, Selection>;
}

/**
 * Compiles granted leaves into a function that keeps these of a value and drops everything else; of nothing granted it
 * keeps an empty object. What has another shape than the leaves say becomes `null`, which no view takes.
 */
export function createProjection(fields: readonly string[]): (value: unknown) => unknown {
  const root: Selection = { members: new Map() };
  for (const field of fields) {
    let selection = root;
    for (const name of field.replaceAll('[]', '').split('.')) {
      const known = selection.members.get(name) ?? { members: new Map() };
      selection.members.set(name, known);
      selection = known;
    }
  }
  return root.members.size === 0 ? () => ({}) : (value) => keep(value, root);
}

function keep(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) return value.map((element) => keep(element, selection));
  const isObject = typeof value === 'object' && value !== null;
  if (selection.members.size === 0) return isObject ? null : value;
  return isObject ? keepMembers(value, selection) : null;
}

function keepMembers(value: object, selection: Selection): object {
  const kept: Record<string, unknown> = {};
  for (const [name, member] of selection.members) {
    const found: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    if (found !== undefined) kept[name] = keep(found, member);
  }
  return kept;
}
