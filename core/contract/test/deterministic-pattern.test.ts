import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { isDeterministicPattern } from '../src/deterministic-pattern.ts';
import { FieldPath, Instant, OperationName, SemanticVersion, Uuid } from '../src/index.ts';

const single = fc.tuple(
  fc.constantFrom('a', 'b', 'c', '[ab]', '[a-c]', '[0-9]', '[.]', '\\.', '-'),
  fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}'),
);
const { pattern } = fc.letrec<{ pattern: string; choice: string; sequence: string; item: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    single.map(([one, times]) => one + times),
    fc
      .tuple(tie('choice'), fc.constantFrom('', '*', '+', '?', '{0,2}', '{1,3}'))
      .map(([inner, times]) => `(${inner})${times}`),
  ),
  sequence: fc.array(tie('item'), { minLength: 1, maxLength: 4 }).map((items) => items.join('')),
  choice: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((ways) => ways.join('|')),
  pattern: tie('sequence').map((inner) => `^${inner}$`),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '0', '9', '-', '.', 'é', '\n'), maxLength: 10 });

describe('a deterministic pattern', () => {
  test('means the same to both engines', () => {
    let repeatsGroups = 0;
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 20 }), (one, texts) => {
        if (!isDeterministicPattern(one)) return;
        if (/\)[*+{]/.test(one)) repeatsGroups += 1;
        const [ours, linear] = [new RegExp(one, 'u'), RE2JS.compile(one)];
        for (const each of texts) expect([one, each, ours.test(each)]).toEqual([one, each, linear.test(each)]);
      }),
      { numRuns: 5000 },
    );
    expect(repeatsGroups).toBeGreaterThan(40);
  });

  test('runs in linear time, whatever the text', () => {
    const runs = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'ab', 'a0', '.', '-'), fc.constantFrom(1, 2, 15_000)), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(pattern, runs, (one, parts) => {
        fc.pre(isDeterministicPattern(one));
        const long = parts.map(([piece, count]) => piece.repeat(count)).join('');
        const start = performance.now();
        new RegExp(one, 'u').test(`${long}!`);
        expect(performance.now() - start).toBeLessThan(2000);
      }),
      { numRuns: 500 },
    );
  });

  test.each(
    [FieldPath, OperationName, SemanticVersion, Uuid, Instant].map(
      (schema) => (schema as { pattern?: string }).pattern ?? '',
    ),
  )('is %s', (one) => {
    expect(isDeterministicPattern(one)).toBe(true);
  });

  test.each(['^(a)*$', '^(a|b)+$', '^a(b(c)*)*$', '^(?:ab)?c$', '^a{3}a$', '^(a(b|c)){0,2}$', '^$'])('is %s', (one) => {
    expect(isDeterministicPattern(one)).toBe(true);
  });
});

describe('a pattern is left to the linear engine when', () => {
  test.each([
    ['a repeated group can go on with what it begins with', '^(a+)+$'],
    ['a repeated group can be empty', '^(a*)*$'],
    ['two ways begin alike', '^(a|ab)*$'],
    ['one way is empty', '^(a|)b$'],
    ['what is optional can begin what follows', '^(a)?a$'],
    ['what is repeated can begin what follows', '^(ab)*a$'],
    ['what follows does so behind something optional', '^(ab)*c?a$'],
    ['a repetition inside a group runs on behind it', '^(ba*)*a$'],
    ['it is not anchored at its start', '(a)*$'],
    ['it is not anchored at its end', '^(a)*'],
    ['it takes any character', '^(.)*$'],
    ['it takes all but some', '^([^a])*$'],
    ['it looks ahead', '^(?=a)a$'],
    ['it refers back', '^(a)\\1$'],
    ['it names a class', '^(\\w)*$'],
    ['it is lazy', '^(a)*?$'],
    ['its brackets do not match', '^(a$'],
    ['its brackets close too often', '^a)$'],
    ['it has an anchor within', '^(a$)*$'],
  ])('%s', (_why, one) => {
    expect(isDeterministicPattern(one)).toBe(false);
  });
});
