import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { ClientId, Instant, Oin, OperationName, SemanticVersion, Slug, Uuid } from '../src/index.ts';
import { isPlainPattern } from '../src/plain-pattern.ts';

const atom = fc.constantFrom(
  'a',
  'b',
  '[ab]',
  '[a-c]',
  '[b-]',
  '[0-9]',
  '-',
  '\\.',
  '[.]',
  '[\\]a]',
  '(a|b)',
  '(?:ab|c)',
  '(a[0-9]|b)',
);
const times = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '{1,}');
const pattern = fc
  .array(fc.tuple(atom, times), { maxLength: 6 })
  .map((items) => `^${items.map(([one, repeated]) => one + repeated).join('')}$`);
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', '0', '9', '-', '.', ']', 'z', 'é', '\n'),
  maxLength: 12,
});

describe('a plain pattern', () => {
  test('means the same to both engines', () => {
    let plain = 0;
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 20 }), (one, texts) => {
        if (!isPlainPattern(one)) return;
        plain += 1;
        const [ours, linear] = [new RegExp(one, 'u'), RE2JS.compile(one)];
        for (const each of texts) expect([one, each, ours.test(each)]).toEqual([one, each, linear.test(each)]);
      }),
      { numRuns: 1000 },
    );
    expect(plain).toBeGreaterThan(200);
  });

  test('runs in linear time, whatever the text', () => {
    const runs = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', '0', '-', '.'), fc.constantFrom(1, 2, 30_000)), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(pattern, runs, (one, parts) => {
        fc.pre(isPlainPattern(one));
        const long = parts.map(([char, count]) => char.repeat(count)).join('');
        const start = performance.now();
        new RegExp(one, 'u').test(`${long}!`);
        expect(performance.now() - start).toBeLessThan(2000);
      }),
      { numRuns: 500 },
    );
  });

  test.each([Oin, ClientId, OperationName, SemanticVersion, Uuid, Instant, Slug])(
    'is what identifiers have (%#)',
    (schema) => {
      expect(isPlainPattern((schema as { pattern?: string }).pattern ?? '')).toBe(true);
    },
  );

  test.each([
    '^[1-9][0-9]{3} ?[A-Z]{2}$',
    '^[A-Z]{1,3}-[0-9]+$',
    '^[a-z]*[0-9]*[A-F]$',
    '^$',
    '^(01|[2-9])x*$',
    '^[a-z]+\\.[a-z]+$',
  ])('is %s', (one) => {
    expect(isPlainPattern(one)).toBe(true);
  });

  test.each([
    'a*',
    '^a*',
    'a*$',
    'ab*$',
    '^a*a$',
    '^a?a$',
    '^a{1,2}a$',
    '^[a-z]*[0-9]*[a-f]$',
    '^[a-z]+(b|c)$',
    '^a*(b|c)?a$',
    '^(a+)+$',
    '^(a)*$',
    '^(a|b)+$',
    '^(a*|b)$',
    '^(a+|b)$',
    '^[a-]*-$',
    '^((a))$',
    '^(a|)$',
    `^${'(a|b)'.repeat(7)}$`,
    '^[^a]*$',
    '^.*$',
    '^\\d+$',
    '^\\p{L}+$',
    '^a*?$',
    '^a|b$',
    '^a\\$',
    '^(?=a)$',
    '^(a)\\1$',
    '^a{0}$',
    '^a{3,2}$',
    '^{$',
  ])('is not %s', (one) => {
    expect(isPlainPattern(one)).toBe(false);
  });
});
