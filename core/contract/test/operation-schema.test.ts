import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkOperationSchema, compileSchema, mark } from '../src/index.ts';
import { grantedReply } from './reply-arbitrary.ts';

const marked = mark({ category: 'identity', subjectRole: 'any', secrecy: 'none' });
const leaf = { type: 'string', maxLength: 10, ...marked };
const object = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
});
const reply = (node: unknown) => checkOperationSchema(object({ a: node }), 'reply');

describe('a schema from elsewhere', () => {
  test('is let in when it is an object of bounded, marked fields', () => {
    fc.assert(fc.property(grantedReply, ({ schema }) => expect(checkOperationSchema(schema, 'reply')).toEqual([])));
  });

  test('compiles, whatever it is, once it is let in', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('string', 3, true, ['a'], [1], -1, 1e10, '^a+$'),
    );
    const keyword = fc.constantFrom(
      'enum',
      'const',
      'pattern',
      'maxLength',
      'minLength',
      'minimum',
      'maximum',
      'uniqueItems',
      'required',
      'title',
      'x-koppel',
      'format',
      '$ref',
    );
    const type = fc.constantFrom('string', 'integer', 'number', 'boolean', 'array', 'object', 'constructor');
    const node = fc.tuple(type, fc.dictionary(keyword, value, { maxKeys: 3 })).map(([name, more]) => ({
      ...(name === 'object' ? object({ a: leaf }) : { type: name, ...marked }),
      ...(name === 'string' ? { maxLength: 10 } : {}),
      ...(name === 'array' ? { maxItems: 3, items: leaf } : {}),
      ...more,
    }));
    let letIn = 0;
    fc.assert(
      fc.property(node, (inner) => {
        const schema = object({ inner });
        if (checkOperationSchema(schema, 'reply').length > 0) return;
        letIn += 1;
        expect(() => compileSchema(schema).isValid({ inner: 'a' })).not.toThrow();
      }),
      { numRuns: 2000 },
    );
    expect(letIn).toBeGreaterThan(200);
  });

  test.each([
    ['nothing at all', undefined, 'must be a schema object'],
    ['a boolean schema', true, 'must be a schema object'],
    ['a list', [leaf], 'must be a schema object'],
    ['no type', marked, 'must name one type: object, array, string, integer, number or boolean'],
    [
      'two types',
      { ...leaf, type: ['string', 'integer'] },
      'must name one type: object, array, string, integer, number or boolean',
    ],
    [
      'a type that every object knows',
      { type: 'constructor' },
      'must name one type: object, array, string, integer, number or boolean',
    ],
    ['null', { ...marked, type: 'null' }, 'must name one type: object, array, string, integer, number or boolean'],
    ['a reference', { ...leaf, $ref: '#' }, 'may not use "$ref"'],
    ['alternatives', { ...leaf, oneOf: [leaf] }, 'may not use "oneOf"'],
    ['a negation', { ...leaf, not: {} }, 'may not use "not"'],
    ['a format', { ...leaf, format: 'email' }, 'may not use "format"'],
    ['a keyword of another type', { ...leaf, maxItems: 3 }, 'may not use "maxItems"'],
    ['a text without bound', { type: 'string', ...marked }, 'must bound its length with "maxLength"'],
    ['a bound that is no number', { ...leaf, maxLength: '10' }, 'must be integer'],
    ['a bound that bounds nothing', { ...leaf, maxLength: 1e12 }, 'must be <= 1000000'],
    ['an open object', { type: 'object', properties: {} }, "must have required property 'additionalProperties'"],
    [
      'an object open for strings',
      object({}, { additionalProperties: leaf }),
      'must be closed with "additionalProperties": false',
    ],
    [
      'an object that lists nothing',
      { type: 'object', additionalProperties: false },
      "must have required property 'properties'",
    ],
    [
      'a property with a strange name',
      object({ 'a.b': leaf }),
      'names a property that is not letters and digits, or is reserved',
    ],
    [
      'a property called constructor',
      object({ constructor: leaf }),
      'names a property that is not letters and digits, or is reserved',
    ],
    [
      'a property called __proto__',
      object(JSON.parse('{"__proto__":{"type":"boolean"}}')),
      'names a property that is not letters and digits, or is reserved',
    ],
    ['a required stranger', object({ b: leaf }, { required: ['c'] }), 'requires a property that it does not list'],
    [
      'a required inheritance',
      object({ b: leaf }, { required: ['toString'] }),
      'requires a property that it does not list',
    ],
    ['a list without bound', { type: 'array', items: leaf }, 'must bound its items with "maxItems"'],
    ['a list of nothing', { type: 'array', maxItems: 3 }, "must have required property 'items'"],
    [
      'a list of unlike objects',
      { type: 'array', maxItems: 3, uniqueItems: true, items: object({ b: leaf }) },
      'may use "uniqueItems" for plain values only',
    ],
    ['an unmarked field', { type: 'boolean' }, 'must carry "x-koppel" with category, subjectRole and secrecy'],
    [
      'a wrong mark',
      { type: 'boolean', 'x-koppel': { ...marked['x-koppel'], secrecy: 'some' } },
      'must be one of none, awr67, wpg, wjsg, wgs, medical',
    ],
  ])('with %s is refused', (_what, node, message) => {
    expect(reply(node).map((fault) => fault.message)).toContain(message);
  });

  test('needs no marks in a request', () => {
    expect(checkOperationSchema(object({ a: { type: 'boolean' } }), 'request')).toEqual([]);
    expect(checkOperationSchema({ type: 'boolean' }, 'request')).toEqual([
      { path: '/', message: 'must be an object schema' },
    ]);
  });

  test('hears of each fault where it is', () => {
    const schema = object({
      a: { type: 'array', maxItems: 2, items: object({ b: { type: 'string', maxLength: -1, ...marked } }) },
    });
    expect(checkOperationSchema(schema, 'reply')).toEqual([
      { path: '/properties/a/items/properties/b/maxLength', message: 'must be >= 0' },
    ]);
  });
});
