import { describe, expect, test } from '@jest/globals';
import { Type } from 'typebox';
import { compileSchema, mark } from '../src/index.ts';

const closed = { additionalProperties: false };

/** Milliseconds that something takes. */
function durationOf(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

describe('a compiled schema', () => {
  test('holds each text against its own pattern', () => {
    const schema = compileSchema(
      Type.Object(
        { digits: Type.String({ pattern: '^[0-9]+$' }), letters: Type.String({ pattern: '^[a-z]+$' }) },
        closed,
      ),
    );
    expect(schema.isValid({ digits: '12', letters: 'ab' })).toBe(true);
    expect(schema.isValid({ digits: 'ab', letters: 'ab' })).toBe(false);
    expect(schema.isValid({ digits: '12', letters: '12' })).toBe(false);
  });

  test.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    'runs the pattern %s over 28 and over 20,000 characters within a moment',
    (pattern) => {
      const schema = compileSchema(Type.String({ pattern }));
      expect(durationOf(() => schema.isValid(`${'a'.repeat(28)}!`))).toBeLessThan(500);
      expect(durationOf(() => schema.isValid(`${'a'.repeat(20_000)}!`))).toBeLessThan(3000);
      expect(schema.isValid(`${'a'.repeat(28)}!`)).toBe(false);
    },
  );

  test('does not compile a pattern that would need backtracking', () => {
    expect(() => compileSchema(Type.String({ pattern: '^(?=a)b$' }))).toThrow();
    expect(() => compileSchema(Type.String({ pattern: '^(a)\\1$' }))).toThrow();
  });

  test('finds a required property only where the value itself has it', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      const schema = compileSchema({ type: 'object', properties: { [name]: {} }, required: [name] });
      expect(schema.isValid({})).toBe(false);
      expect(schema.isValid({ [name]: 1 })).toBe(true);
    }
  });

  test('does not know keywords that nobody defined, but knows the mark', () => {
    expect(() => compileSchema({ type: 'string', maxLenght: 3 })).toThrow(/maxLenght/);
    const marked = mark({ category: 'identity', subjectRole: 'any', secrecy: 'none' });
    expect(compileSchema(Type.String(marked)).isValid('a')).toBe(true);
  });

  test('does not take a number beyond the range of doubles for a number', () => {
    expect(compileSchema(Type.Number()).isValid(Number.POSITIVE_INFINITY)).toBe(false);
    expect(compileSchema(Type.Integer()).isValid(Number.NaN)).toBe(false);
  });
});

describe('its faults', () => {
  const person = compileSchema(
    Type.Object(
      {
        name: Type.String({ maxLength: 5 }),
        role: Type.Enum(['a', 'b']),
        code: Type.Optional(Type.String({ pattern: '^[a-z]+$' })),
        line1: Type.Optional(Type.Integer()),
        list: Type.Optional(Type.Array(Type.Integer())),
      },
      closed,
    ),
  );

  test('are told all at once, each with its path, its rule and a sentence', () => {
    expect(person.faultsOf({ name: 'longer', role: 'c', line1: 'x', list: [1, 'x'], age: 3 })).toEqual([
      { path: '/', message: 'must not have the property "age"', rule: 'additionalProperties' },
      { path: '/name', message: 'must NOT have more than 5 characters', rule: 'maxLength' },
      { path: '/role', message: 'must be one of a, b', rule: 'enum' },
      { path: '/line1', message: 'must be integer', rule: 'type' },
      { path: '/list/1', message: 'must be integer', rule: 'type' },
    ]);
    expect(person.faultsOf({ name: 'a', role: 'a' })).toEqual([]);
  });

  test('never repeat a value, nor a name that could be one', () => {
    const bsn = '999990019';
    const anyName = compileSchema(Type.Record(Type.String(), Type.Object({ a: Type.Integer() }, closed)));
    const told = [
      ...person.faultsOf({ name: `${bsn}${bsn}`, role: bsn, code: bsn, list: [bsn], line1: bsn, [bsn]: bsn }),
      ...person.faultsOf({ [`bsn-${bsn}`]: 1, [`a ${bsn}`]: 1, [`x${bsn}`]: 1 }),
      ...person.faultsOf(bsn),
      ...anyName.faultsOf({ [bsn]: { a: bsn }, [`x/${bsn}`]: 1, [`x~${bsn}`]: { [bsn]: 1 } }),
    ];
    expect(told.length).toBeGreaterThan(10);
    expect(JSON.stringify(told)).not.toContain(bsn);
    expect(told.map(({ path }) => path)).toContain('/*/a');
  });

  test('are at most fifty, and one for a value that is large', () => {
    const list = compileSchema(Type.Array(Type.Integer()));
    expect(list.faultsOf(Array.from({ length: 200 }, () => 'x'))).toHaveLength(50);
    expect(list.faultsOf(Array.from({ length: 20_000 }, () => 'x'))).toHaveLength(1);
  });

  test('are told of nothing at all, too', () => {
    expect(person.faultsOf(undefined)).toEqual([{ path: '/', message: 'must be object', rule: 'type' }]);
  });
});
