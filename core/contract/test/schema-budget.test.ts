import { describe, expect, test } from '@jest/globals';
import { checkOperationSchema, mark } from '../src/index.ts';
import { SchemaBudget } from '../src/schema-budget.ts';

const marked = mark({ category: 'identity', subjectRole: 'any', secrecy: 'none' });
const leaf = { type: 'string', maxLength: 10, ...marked };
const object = (properties: object) => ({ type: 'object', properties, additionalProperties: false });
const reply = (node: unknown) => checkOperationSchema(object({ a: node }), 'reply');

describe('the cost of a schema', () => {
  const fieldsNamed = (count: number, node: object = leaf) =>
    object(Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, node])));
  const pattern = (text: string, maxLength = 10) => reply({ type: 'string', maxLength, pattern: text, ...marked });

  test('is bounded in depth, also when it refers to itself', () => {
    const endless: Record<string, unknown> = { type: 'array', maxItems: 2 };
    endless['items'] = endless;
    expect(reply(endless)).toEqual([
      { path: `/properties/a${'/items'.repeat(8)}`, message: 'is deeper than 8 levels' },
    ]);
  });

  test('is bounded in nodes: each schema, and all of a manifest together', () => {
    expect(checkOperationSchema(fieldsNamed(499), 'reply')).toEqual([]);
    expect(checkOperationSchema(fieldsNamed(500), 'reply')).toHaveLength(1);
    const budget = new SchemaBudget();
    for (let i = 0; i < 6; i += 1) expect(checkOperationSchema(fieldsNamed(499), 'reply', budget)).toEqual([]);
    expect(checkOperationSchema(fieldsNamed(1), 'reply', budget)).toHaveLength(1);
  });

  test('is told in at most fifty faults', () => {
    expect(checkOperationSchema(fieldsNamed(400, { type: 'null' }), 'reply')).toHaveLength(50);
    expect(checkOperationSchema(fieldsNamed(100, { ...leaf, $ref: '', not: {}, oneOf: [] }), 'reply')).toHaveLength(50);
  });

  test.each(['^(?=a)b$', '^(?<!a)b$', '(a)\\1', '(', '[b-a]', 'a{1001}', '((a{100}){100}){100}', '(?P>a)'])(
    'leaves out the pattern %s, which does not run in linear time',
    (text) => {
      expect(pattern(text).map(({ message }) => message)).toEqual(['has a pattern that does not run in linear time']);
    },
  );

  test('lets in what people write', () => {
    for (const text of ['^[0-9]{9}$', '^[1-9][0-9]{3}[A-Z]{2}$', '^[\\p{L} .-]{1,100}$', '^(a+)+$'])
      expect(pattern(text)).toEqual([]);
  });

  test('is bounded in the size of a pattern, and of all patterns of a manifest', () => {
    expect(pattern('((a{1,30}){1,30})')).toEqual([
      { path: '/properties/a', message: 'has a pattern that is too large' },
    ]);
    expect(pattern('a'.repeat(201))).toEqual([
      { path: '/properties/a/pattern', message: 'must NOT have more than 200 characters' },
    ]);
    const budget = new SchemaBudget();
    const faults = Array.from({ length: 30 }, (_, index) => budget.faultOfPattern(`a{${900 + index}}`, 10));
    expect(faults.slice(0, 20).every((fault) => fault === undefined)).toBe(true);
    expect(faults.slice(25).every((fault) => fault === 'has a pattern that is too large')).toBe(true);
    expect(budget.faultOfPattern('(', 10)).toBe('has a pattern that is too large');
  });

  test('counts a pattern once, however often it stands there', () => {
    const budget = new SchemaBudget();
    const faults = Array.from({ length: 100 }, () => budget.faultOfPattern('a{900}', 10));
    expect(faults.every((fault) => fault === undefined)).toBe(true);
  });

  test('is bounded in the work of a large pattern over much text', () => {
    expect(pattern('^(a|b){90}$', 10_000)).toEqual([]);
    expect(pattern('^(a|b){90}$', 1_000_000)).toHaveLength(1);
    expect(pattern('^[ab]{90}$', 1_000_000)).toEqual([]);
    const list = (maxItems: number, text: string) =>
      reply({ type: 'array', maxItems, items: { type: 'string', maxLength: 1000, pattern: text, ...marked } });
    expect(list(10, '^(a|b){90}$')).toEqual([]);
    expect(list(10_000, '^(a|b){90}$')).toHaveLength(1);
    expect(list(100_000, '^(a|b)+$')).toEqual([]);
  });
});
