import { expect, test } from '@jest/globals';
import type { TSchema } from 'typebox';
import {
  ClientId,
  compileSchema,
  FieldPath,
  Instant,
  isOnCalendar,
  LegalBasis,
  Oin,
  OperationName,
  SemanticVersion,
  Slug,
  Uuid,
} from '../src/index.ts';

/** Each schema with texts that it takes, and texts that it does not take. */
const samples: [string, TSchema, string[], string[]][] = [
  ['Oin', Oin, ['00000001001234567000'], ['0000000100123456700', '000000010012345670000', '0000000100123456700x', '']],
  ['ClientId', ClientId, ['a', 'desk-2', 'x'.repeat(32)], ['2desk', 'Desk', 'a.b', 'a*', 'a>', '', 'x'.repeat(33)]],
  [
    'OperationName',
    OperationName,
    ['municipality.find-residents', 'tax.list-business-relations'],
    [
      'find-residents',
      'tax.find',
      'tax.find-',
      'Tax.find-incomes',
      'tax..find-incomes',
      'tax.find-incomes.now',
      'tax.>',
      '.find-x',
    ],
  ],
  ['SemanticVersion', SemanticVersion, ['0.0.1', '1.20.300'], ['1.0', '1.0.0-beta', 'v1.0.0', '1.0.0.0', '10000.0.0']],
  [
    'Uuid',
    Uuid,
    ['0199c1de-aaaa-7bbb-8ccc-1234567890ab'],
    [
      '0199C1DE-AAAA-7BBB-8CCC-1234567890AB',
      '0199c1de-aaaa-9bbb-8ccc-1234567890ab',
      '0199c1deaaaa7bbb8ccc1234567890ab',
    ],
  ],
  [
    'Instant',
    Instant,
    ['2026-01-31T23:59:59Z', '2026-01-31T00:00:00.123Z'],
    [
      '2026-13-01T00:00:00Z',
      '2026-00-01T00:00:00Z',
      '2026-01-32T00:00:00Z',
      '2026-01-00T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:60:00Z',
      '2026-01-01T00:00:60Z',
      '2026-01-01T00:00:00+01:00',
      '2026-01-01',
      '2026-01-01T00:00:00.1Z',
    ],
  ],
  ['Slug', Slug, ['region-east', 'a1'], ['a', '1a', 'Region', 'a_b', 'x'.repeat(65)]],
  [
    'FieldPath',
    FieldPath,
    ['a', 'residents[].name.family', 'grid[][]', 'a[][].b'],
    ['', 'a.', '.a', '[]', 'a[0]', 'a b', 'a..b', 'a[].[]'],
  ],
  [
    'LegalBasis',
    LegalBasis,
    ['jci1.3:c:BWBR0022463&artikel=20', 'jci1.3:c:BWBR0005537&artikel=2:5', 'jci1.3:v:CVDR123456'],
    ['Wpg art. 20', 'jci1.3:c:BWBR', 'jci1.3:c:BWBR0022463&artikel', 'jci1.3:c:BWBR0022463&artikel=20 en 21'],
  ],
];

test.each(samples)('%s is told from what is not one', (...[, schema, right, wrong]) => {
  const compiled = compileSchema(schema);
  expect(right.filter((text) => !compiled.isValid(text))).toEqual([]);
  expect(wrong.filter((text) => compiled.isValid(text))).toEqual([]);
});

test('a line break at the end is no part of a word', () => {
  expect(compileSchema(Slug).isValid('region')).toBe(true);
  expect(compileSchema(Slug).isValid('region\n')).toBe(false);
  expect(compileSchema(OperationName).isValid('tax.find-incomes\n')).toBe(false);
});

test('an instant stands on the calendar or it does not', () => {
  expect(['2028-02-29T00:00:00Z', '2026-12-31T23:59:59.999Z'].every(isOnCalendar)).toBe(true);
  expect(['2026-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-13-01T00:00:00Z', 'soon'].some(isOnCalendar)).toBe(
    false,
  );
});
