import fc from 'fast-check';
import { listLeaves, mark, type ReplySchema } from '../src/index.ts';

/** A reply schema together with the values that fit it. */
interface Shape {
  readonly schema: ReplySchema;
  readonly values: fc.Arbitrary<unknown>;
}

const marked = mark({ category: 'identity', subjectRole: 'any', secrecy: 'none' });

const leaf: fc.Arbitrary<Shape> = fc.constantFrom<Shape>(
  { schema: { type: 'string', maxLength: 3, ...marked }, values: fc.string({ maxLength: 3 }) },
  { schema: { type: 'string', enum: ['x', 'y'], ...marked }, values: fc.constantFrom('x', 'y') },
  { schema: { type: 'integer', minimum: 0, ...marked }, values: fc.nat() },
  { schema: { type: 'boolean', ...marked }, values: fc.boolean() },
);

const arrayOf = ({ schema, values }: Shape): Shape => ({
  schema: { type: 'array', items: schema, maxItems: 3 },
  values: fc.array(values, { maxLength: 3 }),
});

function objectOf(members: Readonly<Record<string, Shape>>, required: string[]): Shape {
  const names = Object.keys(members);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, members[name]?.schema ?? {}])),
      required: required.filter((name) => names.includes(name)),
      additionalProperties: false,
    },
    values: fc.record(Object.fromEntries(names.map((name) => [name, members[name]?.values ?? fc.constant(0)])), {
      requiredKeys: required.filter((name) => names.includes(name)),
    }),
  };
}

const names = ['a', 'b', 'c', 'd'];

const { object } = fc.letrec<{ any: Shape; object: Shape }>((tie) => ({
  any: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, tie('object'), tie('any').map(arrayOf)),
  object: fc
    .tuple(fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 4 }), fc.subarray(names))
    .map(([members, required]) => objectOf(members, required)),
}));

/** A reply schema, a value that fits it, and a grant: some of its leaves, and paths that lead nowhere. */
export const grantedReply = object.chain(({ schema, values }) =>
  fc.record({
    schema: fc.constant(schema),
    value: values.map((value): unknown => JSON.parse(JSON.stringify(value))),
    granted: fc
      .tuple(fc.subarray(listLeaves(schema).map(({ path }) => path)), fc.subarray(['ghost', 'ghosts[].a']))
      .map(([leaves, ghosts]) => [...leaves, ...ghosts]),
  }),
);

/** The paths of all plain values that a JSON value holds. */
export function pathsIn(value: unknown, path = ''): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((element) => [...pathsIn(element, `${path}[]`)]));
  if (typeof value !== 'object' || value === null) return new Set([path]);
  return new Set(
    Object.entries(value).flatMap(([name, member]) => [...pathsIn(member, path === '' ? name : `${path}.${name}`)]),
  );
}
