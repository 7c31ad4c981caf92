import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkOperationSchema,
  compileSchema,
  createProjection,
  listLeaves,
  matchSchema,
  viewSchema,
  type ReplySchema,
} from '../src/index.ts';
import { grantedReply, pathsIn } from './reply-arbitrary.ts';

const leaf = { type: 'string', maxLength: 10 };
const object = (properties: Record<string, ReplySchema>, required = Object.keys(properties)): ReplySchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const array = (items: ReplySchema): ReplySchema => ({ type: 'array', items, maxItems: 10 });
const view = (schema: ReplySchema, ...granted: string[]) => compileSchema(viewSchema(schema, new Set(granted)));

const residents = object({
  residents: array(object({ name: object({ given: leaf, family: leaf }), bsn: leaf, email: leaf }, ['name', 'bsn'])),
  count: leaf,
});
const full = { residents: [{ name: { given: 'A', family: 'B' }, bsn: '1', email: 'e' }], count: '1' };

describe('for any reply schema, any value that fits it and any grant', () => {
  const anyGrant = (check: (reply: { schema: ReplySchema; value: unknown; granted: string[] }) => void) =>
    fc.assert(fc.property(grantedReply, check), { numRuns: 300 });

  test('the projected value fits the view', () => {
    anyGrant(({ schema, value, granted }) => {
      expect(compileSchema(schema).faultsOf(value)).toEqual([]);
      expect(view(schema, ...granted).faultsOf(createProjection(granted)(value))).toEqual([]);
    });
  });

  test('the projected value holds every granted leaf of the value and no other', () => {
    anyGrant(({ value, granted }) => {
      const kept = pathsIn(createProjection(granted)(value));
      expect(kept).toEqual(new Set([...pathsIn(value)].filter((path) => granted.includes(path))));
    });
  });

  test('a value that holds more than the grant does not fit the view', () => {
    anyGrant(({ schema, value, granted }) => {
      const holdsMore = [...pathsIn(value)].some((path) => !granted.includes(path));
      fc.pre(holdsMore);
      expect(view(schema, ...granted).isValid(value)).toBe(false);
    });
  });

  test('the view names no leaf that was not granted, and is itself a schema that may be published', () => {
    anyGrant(({ schema, granted }) => {
      const narrowed = viewSchema(schema, new Set(granted));
      const leaves = listLeaves(narrowed).map(({ path }) => path);
      expect(leaves).toEqual(
        listLeaves(schema)
          .map(({ path }) => path)
          .filter((path) => granted.includes(path)),
      );
      expect(checkOperationSchema(narrowed, 'reply')).toEqual([]);
    });
  });
});

describe('a view', () => {
  test('of an empty grant releases an empty object and nothing else', () => {
    expect(createProjection([])(full)).toEqual({});
    expect(view(residents).isValid({})).toBe(true);
    expect(view(residents).isValid({ residents: [] })).toBe(false);
    expect(view(residents).isValid(full)).toBe(false);
  });

  test('requires of an object what was granted of its required members', () => {
    const given = view(residents, 'residents[].name.given', 'residents[].email');
    expect(given.isValid({ residents: [{ name: { given: 'A' } }] })).toBe(true);
    expect(given.isValid({ residents: [{ email: 'e' }] })).toBe(false);
    expect(given.isValid({ residents: [{ name: {} }] })).toBe(false);
    expect(given.isValid({})).toBe(false);
  });

  test('of an optional leaf keeps the element that lacks it', () => {
    const schema = object({ list: array(object({ a: leaf, b: leaf }, ['a'])) });
    expect(createProjection(['list[].b'])({ list: [{ a: '1' }, { a: '2', b: '3' }] })).toEqual({
      list: [{}, { b: '3' }],
    });
    expect(view(schema, 'list[].b').isValid({ list: [{}, { b: '3' }] })).toBe(true);
  });

  test('leaves out an object, or a list of objects, that never has a leaf', () => {
    const schema = object({ nothing: object({}), list: array(object({})), deep: array(array(object({}))), a: leaf });
    const value = { nothing: {}, list: [{}], deep: [[{}]], a: '1' };
    expect(compileSchema(schema).isValid(value)).toBe(true);
    expect(createProjection(['a'])(value)).toEqual({ a: '1' });
    expect(view(schema, 'a').faultsOf({ a: '1' })).toEqual([]);
  });

  test('reaches through lists of lists', () => {
    const schema = object({ grid: array(array(object({ a: leaf, b: leaf }))), plain: array(array(leaf)) });
    const value = { grid: [[{ a: '1', b: '2' }], []], plain: [['x'], []] };
    expect(createProjection(['grid[][].a'])(value)).toEqual({ grid: [[{ a: '1' }], []] });
    expect(createProjection(['plain[][]'])(value)).toEqual({ plain: [['x'], []] });
    expect(view(schema, 'grid[][].a').isValid({ grid: [[{ a: '1' }], []] })).toBe(true);
    expect(view(schema, 'grid[][].a').isValid({ grid: value.grid })).toBe(false);
  });

  test('refuses a value of another shape, and its projection holds nothing of it', () => {
    const given = view(residents, 'residents[].name.given');
    const project = createProjection(['residents[].name.given']);
    const wrong = [
      { residents: 'B' },
      { residents: [{ name: 'B' }] },
      { residents: [{ name: { given: { family: 'B' } } }] },
    ];
    for (const value of [...wrong, ['B'], 'B', null]) {
      expect(given.isValid(project(value))).toBe(false);
      expect(JSON.stringify(project(value))).not.toContain('B');
    }
  });

  test('takes nothing from a prototype', () => {
    const inherited = Object.create({ count: '1' });
    expect(createProjection(['count'])(inherited)).toEqual({});
    expect(createProjection(['constructor.name'])({})).toEqual({});
  });
});

test('leaves are listed with their marks, in the order of the schema', () => {
  expect(listLeaves(residents).map(({ path }) => path)).toEqual([
    'residents[].name.given',
    'residents[].name.family',
    'residents[].bsn',
    'residents[].email',
    'count',
  ]);
  expect(listLeaves(object({}))).toEqual([]);
});

test('a match releases a hit or no hit and nothing besides', () => {
  const schema = compileSchema(matchSchema);
  expect([{ hit: true }, { hit: false }].every((value) => schema.isValid(value))).toBe(true);
  expect([{}, { hit: 'yes' }, { hit: true, count: 3 }, { hit: null }].some((value) => schema.isValid(value))).toBe(
    false,
  );
});
